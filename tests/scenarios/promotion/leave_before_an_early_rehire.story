story Leave in an earlier employment is taken off for hires since 2022-12-27, not before
covers prior_service_window rehire 2022-12-27 without_lost

2016-03-02 hired Jeon grade=7 probation_months=0 born=1985-01-01
2016-06-01 leave_started Jeon ground=LV.SICK until=2017-06-01
2017-06-01 reinstated Jeon
2018-03-02 resigned Jeon
2020-03-02 hired Jeon grade=7 route=rehire
# Hired again since then: one of the two years is taken off, and one is enough since 2024.
2016-03-02 hired Hu grade=6 probation_months=0 born=1985-01-01
2016-06-01 leave_started Hu ground=LV.SICK until=2017-06-01
2017-06-01 reinstated Hu
2018-03-02 resigned Hu
2024-03-04 hired Hu grade=6 route=rehire
record Jeon as of 2020-03-02
  promotable_on 2020-03-02
record Hu as of 2024-03-04
  promotable_on 2025-03-04
