story Sick leave is ordered again as duty-sick leave from its first day (domain §2.4)
covers lawful_backdating leave_started.LV.SICK_DUTY 1949-08-12
# The injury is recognized in September. The sick leave of June is taken back and ordered anew, from June on; so the three
# months count: a year in grade 7 from 2024-03-01 is full on 2025-03-01. Other leaves are not dated back.

2024-03-01 hired Chu grade=7 probation_months=0 born=1990-01-01
2024-06-01 leave_started Chu ground=LV.SICK until=2024-09-01 ->sick
2024-09-01 annulled Chu target=@sick ground=DAPO:57-7
2024-06-01 leave_started Chu ground=LV.FAMILY until=2024-09-01 issued=2024-09-01
refused order.back_dated
2024-06-01 leave_started Chu ground=LV.SICK_DUTY until=2024-09-01 issued=2024-09-01
2024-09-01 reinstated Chu
record Chu as of 2024-09-01
  promotable_on 2025-03-01
record Chu as of 2024-07-01 known at 2024-08-31
  says LV.SICK
record Chu as of 2024-07-01
  says LV.SICK_DUTY
