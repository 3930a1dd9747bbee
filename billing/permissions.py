"""Who may do what with a school's buying."""

from __future__ import annotations

from members.public import DERIVED_ROLES, Role, at_school, with_role

may_buy = at_school(Role.SCHOOL_BUYER)
may_answer = at_school(Role.SCHOOL_APPROVER)
may_see_requests = at_school(Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMINISTRATOR)
may_see_orders = at_school(
    Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.SCHOOL_VIEWER, Role.SCHOOL_ADMINISTRATOR, Role.FINANCE_OFFICER
)
PO_NUMBER_ROLES = (Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.FINANCE_OFFICER)
may_give_po_number = at_school(*PO_NUMBER_ROLES)
may_keep_books = with_role(Role.FINANCE_OFFICER)
may_read_books = with_role(Role.FINANCE_OFFICER, Role.COMPANY_SECRETARY, *DERIVED_ROLES)
