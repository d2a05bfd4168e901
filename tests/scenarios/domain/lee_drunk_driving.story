story Lee again, for drunk driving: six months more (domain §11, 2)
covers sanction_addon_grounds drunk_driving 2019-11-05

2022-03-01 hired Lee grade=8 step=2 probation_months=0 born=1990-02-01
2024-03-01 promoted Lee kind=ordinary grade=7
2024-07-15 sanction_requested Lee case=C1 weight=light misconduct=drunk_driving misconduct_on=2024-05-01
2024-09-01 sanctioned Lee case=C1 kind=pay_cut months=3 misconduct=drunk_driving misconduct_on=2024-05-01
now 2024-12-15
record Lee as of 2024-12-15
  restricted_until 2026-06-01
  promotable_on 2026-12-01
