story Leaves that do not count to the minimum time in grade
covers leave_count_promotion LV.SICK 1949-08-12
covers leave_count_promotion LV.MISSING 1949-08-12
covers leave_count_promotion LV.TRAIN 1949-08-12
covers leave_count_promotion LV.FAMILY 1949-08-12
covers leave_count_promotion LV.SPOUSE 1949-08-12
covers leave_count_promotion LV.SELF 1949-08-12
covers leave_count_promotion LV.FERTILITY 2026-12-03
# One year in grade 7 from 2027-01-01 and three months of leave that are no service: 2028-04-01.

2022-01-01 hired Sick grade=8 probation_months=0 born=1990-01-01
2022-01-01 hired Lost grade=8 probation_months=0 born=1990-01-01
2022-01-01 hired Train grade=8 probation_months=0 born=1990-01-01
2022-01-01 hired Family grade=8 probation_months=0 born=1990-01-01
2022-01-01 hired Spouse grade=8 probation_months=0 born=1990-01-01
2022-01-01 hired Self grade=8 probation_months=0 born=1990-01-01
2022-01-01 hired Infertile grade=8 probation_months=0 born=1990-01-01
2027-01-01 promoted Sick kind=ordinary grade=7
2027-01-01 promoted Lost kind=ordinary grade=7
2027-01-01 promoted Train kind=ordinary grade=7
2027-01-01 promoted Family kind=ordinary grade=7
2027-01-01 promoted Spouse kind=ordinary grade=7
2027-01-01 promoted Self kind=ordinary grade=7
2027-01-01 promoted Infertile kind=ordinary grade=7
2027-03-01 leave_started Sick ground=LV.SICK until=2027-06-01
2027-03-01 leave_started Lost ground=LV.MISSING until=2027-06-01
2027-03-01 leave_started Train ground=LV.TRAIN until=2027-06-01
2027-03-01 leave_started Family ground=LV.FAMILY until=2027-06-01
2027-03-01 leave_started Spouse ground=LV.SPOUSE until=2027-06-01
2027-03-01 leave_started Self ground=LV.SELF until=2027-06-01
2027-03-01 leave_started Infertile ground=LV.FERTILITY until=2027-06-01
2027-06-01 reinstated Sick
2027-06-01 reinstated Lost
2027-06-01 reinstated Train
2027-06-01 reinstated Family
2027-06-01 reinstated Spouse
2027-06-01 reinstated Self
2027-06-01 reinstated Infertile
record Sick as of 2027-06-01
  promotable_on 2028-04-01
record Lost as of 2027-06-01
  promotable_on 2028-04-01
record Train as of 2027-06-01
  promotable_on 2028-04-01
record Family as of 2027-06-01
  promotable_on 2028-04-01
record Spouse as of 2027-06-01
  promotable_on 2028-04-01
record Self as of 2027-06-01
  promotable_on 2028-04-01
record Infertile as of 2027-06-01
  promotable_on 2028-04-01
2028-03-31 promoted Sick kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-01-31
2028-04-01 promoted Sick kind=ordinary grade=6
