story Several reasons at once: told in the order of the contract

2019-01-02 quota_set - unit=HQ grade=6 count=0
2024-03-04 hired An grade=7 born=1990-01-01
2024-03-04 hired Bae grade=7 probation_months=0 born=1990-01-01
2024-05-02 sanctioned Bae case=C1 kind=reprimand misconduct=general misconduct_on=2024-04-01
2024-06-03 promoted An kind=ordinary grade=6 issued=2024-06-10 drafted_by=park approved_by=park
refused order.back_dated authority.same_person state.not_active promotion.minimum_time quota.exceeded
2024-06-10 promoted Bae kind=ordinary grade=6
refused promotion.restricted promotion.minimum_time quota.exceeded
2024-06-10 leave_started Bae ground=LV.SICK until=2024-12-10
2024-07-01 leave_started Bae ground=LV.SICK until=2025-07-02
refused state.on_leave leave.too_long
2024-07-01 hired Bae grade=7 unit=Nowhere
refused person.exists organization.unknown_unit
2024-07-01 transferred Geu unit=Nowhere
refused person.unknown organization.unknown_unit
