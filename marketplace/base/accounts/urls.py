"""Signing in and one's own account; allauth asks for names that begin with ``account_``."""

from allauth.account.views import AccountInactiveView, LoginView, LogoutView
from django.urls import path

from marketplace.base.accounts import views

urlpatterns = [
    path("dang-nhap/", LoginView.as_view(), name="account_login"),
    path("dang-ky/", views.SignUp.as_view(), name="account_signup"),
    path("dang-xuat/", LogoutView.as_view(), name="account_logout"),
    path("dang-nhap/khoa/", AccountInactiveView.as_view(), name="account_inactive"),
    path("quen-mat-khau/", views.forgotten_password, name="account_reset_password"),
    path(
        "mat-khau/<slug:uidb64>/<token>/", views.NewPassword.as_view(), name="account_new_password"
    ),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/ten/", views.ProfileEdit.as_view(), name="account_profile"),
    path("tai-khoan/so-dien-thoai/", views.PhoneEdit.as_view(), name="account_phone"),
    path("tai-khoan/email/", views.EmailEdit.as_view(), name="account_email"),
    path("tai-khoan/mat-khau/", views.PasswordEdit.as_view(), name="account_change_password"),
]
