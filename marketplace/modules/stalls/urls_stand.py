"""Addresses of stands, day books and markets."""

from django.urls import URLPattern, path

from marketplace.modules.stalls.views import book, markets, stand

stand_pages: list[URLPattern] = [
    path("quay/bang/", stand.stand, name="stand"),
    path("quay/bang/soi/", stand.look, name="look"),
    path("quay/so/", book.book, name="book"),
    path("quay/so/chot/", book.close, name="close"),
    path("quay/so/tien-mat/", book.add_cash, name="add_cash"),
    path("quay/so/chi/", book.add_expense, name="add_expense"),
    path("quay/so/sua/", book.correct, name="correct"),
    path("quay/so/nhan/<int:pk>/", book.claim, name="claim"),
    path("quay/so/tra/<int:pk>/", book.give_back, name="give_back"),
]

market_pages: list[URLPattern] = [
    path("cho/", markets.choose, name="markets"),
    path("cho/<slug:slug>/", markets.market, name="market"),
    path("cho/<slug:slug>/sap.csv", markets.table, name="market_table"),
    path("cho/<slug:slug>/sap/moi/", markets.add_stall, name="add_stall"),
    path("cho/<slug:slug>/sap/<int:pk>/moi-nguoi/", markets.invite, name="invite"),
    path("cho/<slug:slug>/sap/<int:pk>/dong/", markets.close_stall, name="close_stall"),
]
