"""Users and groups: the only rows that the admin writes."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from reports_app.models import User

from .list_page import ListAdmin, cell
from .run_filters import ChoiceFilter
from .site import site


class StaffFilter(ChoiceFilter):
    title = "Admin access"
    parameter_name = "staff"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(is_staff=self.value() == "yes") if self.value() else queryset


@admin.register(User, site=site)
class UserAdmin(DjangoUserAdmin, ListAdmin):  # type: ignore[misc]
    noun = ("user", "users")
    list_title = "Users"
    list_help = "Find a user by name or email"
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("name_cell", "email_cell", "access_cell", "last_login_cell")
    list_display_links = None
    list_filter = (StaffFilter,)
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("How times and colours are shown", {"fields": ("time_zone_name", "clock", "theme")}),
        (
            "What this person may do",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
    )

    @admin.display(description="User", ordering="username")
    def name_cell(self, row: User) -> SafeString:
        return cell("user", row)

    @admin.display(description="Email", ordering="email")
    def email_cell(self, row: User) -> SafeString:
        return cell("text", row, text=row.email)

    @admin.display(description="Access")
    def access_cell(self, row: User) -> SafeString:
        return cell("access", row)

    @admin.display(description="Last sign-in", ordering="last_login")
    def last_login_cell(self, row: User) -> SafeString:
        return cell("last_login", row)


@admin.register(Group, site=site)
class GroupAdmin(DjangoGroupAdmin, ListAdmin):  # type: ignore[misc]
    noun = ("group", "groups")
    list_title = "Groups"
    list_help = "Find a group by name"
    empty_title = "No groups yet"
    empty_text = "A group gives the same permissions to several people."
    list_display = ("name_cell",)
    list_display_links = None

    @admin.display(description="Group", ordering="name")
    def name_cell(self, row: Group) -> SafeString:
        return cell("link", row, url_name="admin:auth_group_change")
