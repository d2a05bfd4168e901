story Honorary retirement: after twenty years of service, and before the age of retirement
covers honorary_retirement service 1949-08-12
# Twenty years from 2000-01-03 are complete with 2020-01-02. Two employments: 10 years, and 10 more from 2012-03-02 on.

2000-01-03 hired Myeong grade=5 probation_months=0 born=1970-03-01
2000-01-03 hired Dul grade=5 probation_months=0 born=1970-03-01
2010-01-03 resigned Dul
2012-03-02 hired Dul grade=5 route=rehire
1990-01-04 hired Neut grade=5 probation_months=0 born=1960-03-01 issued=2012-03-02
refused order.back_dated
1995-01-03 hired Neut grade=5 probation_months=0 born=1960-03-01 issued=1995-01-03
2020-01-02 retired Myeong kind=honorary
refused retirement.minimum_service honorary_retirement@1949-08-12
2020-01-03 retired Myeong kind=honorary
2020-07-01 retired Neut kind=honorary
refused retirement.past_age retirement_age@1949-08-12
2020-07-01 retired Neut kind=age
2022-03-01 retired Dul kind=honorary
refused retirement.minimum_service honorary_retirement@1949-08-12
2022-03-02 retired Dul kind=honorary
record Myeong as of 2020-01-02
  status active
record Myeong as of 2020-01-03
  status separated
  service 20y 0m 0d
record Dul as of 2022-03-02
  service 20y 0m 0d
