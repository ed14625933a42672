"""A page with nothing but the ward picker, as a host page puts it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from marketplace.base.places.forms import WardField, wants_search
from marketplace.urls import urlpatterns as site

PAGE = """{% extends "layout/task.html" %}{% load theme_tags %}
{% block title %}Xã, phường{% endblock %}
{% block css %}{% page_css "ward" %}{% endblock %}
{% block header %}{% title_bar "Xã, phường" "/" %}{% endblock %}
{% block main %}<div class="wrap narrow page"><form method="post" class="panel">{% csrf_token %}
<fieldset class="fld"><legend class="lb">Xã, phường</legend>{{ form.ward }}
{% for error in form.ward.errors %}<p class="err">{{ error }}</p>{% endfor %}</fieldset>
<div class="fld"><label class="lb" for="id_street">Số nhà</label>{{ form.street }}</div>
<button class="btn btn-a btn-block mt4" type="submit">Đặt hàng</button>
{% if done %}<p role="status">Giao tới {{ done }}</p>{% endif %}</form></div>{% endblock %}
{% block js %}{% theme_js "htmx" %}{% endblock %}"""


class AddressForm(forms.Form):
    ward = WardField()
    street = forms.CharField(widget=forms.TextInput(attrs={"class": "in"}))


def address(request: HttpRequest) -> HttpResponse:
    form, done = AddressForm(), ""
    if request.method == "POST" and wants_search(request.POST, "ward"):
        form = AddressForm(request.POST)
        form.errors.clear()
    elif request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            done = form.cleaned_data["ward"].name
    context = RequestContext(request, {"form": form, "done": done})
    return HttpResponse(Template(PAGE).render(context))


urlpatterns = [path("dia-chi/", address), *site]
