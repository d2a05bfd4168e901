story A quota that is set is kept; who is away for long leaves a place

2020-01-01 quota_set - unit=HQ grade=7 count=1
2020-01-02 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-03 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
refused quota.exceeded
2020-01-03 hired Bae grade=8 step=1 probation_months=0 born=1990-01-01
# Five months and thirty days are no separate quota.
2022-01-10 leave_started An ground=LV.CHILD until=2022-07-09 child=1
2022-02-01 promoted Bae kind=ordinary grade=7
refused quota.exceeded
2022-02-01 reinstated An
2022-02-02 leave_started An ground=LV.CHILD until=2022-08-02 child=1     # six months
2022-02-03 promoted Bae kind=ordinary grade=7
2022-08-02 reinstated An         # back into her own place, beyond the quota
2022-08-03 hired Cha grade=7 step=1 probation_months=0 born=1990-01-01
refused quota.exceeded
2022-08-04 quota_set - unit=HQ grade=7 count=3
2022-08-04 hired Cha grade=7 step=1 probation_months=0 born=1990-01-01
2022-09-01 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2022-09-02 quota_set - unit=B grade=7 count=0
2022-09-03 transferred Cha unit=B
refused quota.exceeded
# Seconded for a year: her place at home may be taken.
2022-10-01 seconded Cha host=PMO ground=2 until=2023-10-01
2022-10-02 hired Do grade=7 step=1 probation_months=0 born=1990-01-01
