story What the law dates back, and what it does not
covers lawful_backdating promoted.special.death_on_duty 1949-08-12
covers lawful_backdating promoted.special.retirement 1949-08-12
covers lawful_backdating dismissed 1949-08-12
covers lawful_backdating step_corrected 1949-08-12

2000-01-03 hired Sun grade=7 step=1 probation_months=0 born=1980-01-01
2000-01-03 hired Myeong grade=7 step=1 probation_months=0 born=1970-01-01
2010-01-04 hired Hyu grade=7 step=1 probation_months=0 born=1985-01-01
2023-01-01 hired Ho grade=7 step=1 probation_months=0 born=1990-01-01 ->hire
# Died on duty: promoted on the day before.
2024-05-10 died Sun
2024-05-09 promoted Sun kind=ordinary grade=6 issued=2024-05-20
refused order.back_dated
2024-05-09 promoted Sun kind=special grade=6 ground=merit issued=2024-05-20
refused order.back_dated
2024-05-09 promoted Sun kind=special grade=6 ground=death_on_duty issued=2024-05-20
# Honorary retirement: promoted before it.
2024-06-28 retired Myeong kind=honorary
2024-06-27 promoted Myeong kind=special grade=6 ground=retirement issued=2024-07-05
# Not back from leave: dismissed on the day the leave ended.
2024-03-01 leave_started Hyu ground=LV.SICK until=2024-09-01 issued=2024-07-05
refused order.back_dated
2024-07-05 leave_started Hyu ground=LV.SICK until=2024-09-01
2024-09-01 dismissed Hyu ground=4 issued=2024-10-04
# The office's mistake: the step is right from the day of the wrong order.
2023-01-01 step_refixed Ho step=2 remainder_months=0 ground=late_evidence issued=2024-10-07
refused order.back_dated
2023-01-01 step_corrected Ho target=@hire step=2 remainder_months=0 issued=2024-10-07
# The very day of the order is not back.
2024-10-08 transferred Ho unit=HQ post=HQ-1 issued=2024-10-08
record Sun as of 2024-05-10
  grade 6
  status active
record Sun as of 2024-05-11
  status separated
record Myeong as of 2024-06-27
  grade 6
record Hyu as of 2024-08-31
  status on_leave
record Hyu as of 2024-09-01
  status separated
record Ho as of 2023-06-01
  step 2
