story Lee: a pay cut inside the minimum time (domain §11, 2)
covers sanction_restriction pay_cut 1949-08-12
covers expunge_years pay_cut 1949-08-12

2023-01-01 hired Lee grade=8 step=2 probation_months=0 born=1990-02-01
2024-01-01 step_raised Lee kind=regular step=3
2024-03-01 promoted Lee kind=ordinary grade=7
2024-07-15 sanction_requested Lee case=C1 weight=light misconduct=general misconduct_on=2024-05-01
2024-08-01 promoted Lee kind=ordinary grade=6
refused promotion.restricted promotion.minimum_time
now 2024-08-15
record Lee as of 2024-08-15
  promotable_on null            # the request blocks; nobody knows how long
2024-09-01 sanctioned Lee case=C1 kind=pay_cut months=3 misconduct=general misconduct_on=2024-05-01
now 2024-12-15
record Lee as of 2024-12-15
  restricted_until 2025-12-01
  step_restricted_until 2025-12-01
  promotable_on 2026-06-01
  next_step_on 2026-04-01
  sanctions.0.expungeable_on 2029-12-01
  sanctions.0.state in_force
2026-05-31 promoted Lee kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2026-06-01 promoted Lee kind=ordinary grade=6
