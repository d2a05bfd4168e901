story Leaves that last as long as what they are for
covers leave_max LV.MILITARY 1949-08-12
covers leave_max LV.DUTY 1949-08-12
covers leave_max LV.UNION 1949-08-12
covers leave_max LV.EMPLOY 1949-08-12
# Military service, a duty by law, a union post, work for an international body: no figure, so ten years are no breach.

2015-01-01 hired Soldier grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Juror grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Union grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Envoy grade=7 probation_months=0 born=1985-01-01
2024-03-04 leave_started Soldier ground=LV.MILITARY until=2034-03-04
2024-03-04 leave_started Juror ground=LV.DUTY until=2034-03-04
2024-03-04 leave_started Union ground=LV.UNION until=2034-03-04
2024-03-04 leave_started Envoy ground=LV.EMPLOY until=2034-03-04
2034-03-04 leave_extended Envoy until=2035-03-04
