story Retired by law itself on the day its ground arose, also where it is learned of later
covers lawful_backdating retired.automatic 1949-08-12

2010-01-04 hired Dang grade=6 probation_months=0 born=1980-01-01
2010-01-04 hired Yeong grade=6 probation_months=0 born=1980-01-01
2024-03-04 resigned Dang issued=2024-05-02
refused order.back_dated
2024-03-04 retired Dang kind=automatic issued=2024-05-02
# What was ordered for the time after it finds nobody in service.
2024-05-03 transferred Dang unit=HQ post=HQ-2
refused state.not_active
# Retirement by age and honorary retirement are appointments like others: not dated back.
2024-04-01 retired Yeong kind=honorary issued=2024-05-07
refused order.back_dated
record Dang as of 2024-03-03
  status active
record Dang as of 2024-03-04
  status separated
record Dang as of 2024-03-04 known at 2024-05-01
  status active
