story The day of birth was written down wrongly: half a year more in service

1990-01-04 hired An grade=5 probation_months=0 born=1960-06-30 ->hire
2019-03-04 rectified An target=@hire born=1960-07-01
2020-07-01 retired An kind=age
refused retirement.not_due retirement_age@1949-08-12
2021-01-01 retired An kind=age
record An as of 2019-03-03 known at 2019-03-03
  retires_on 2020-06-30
record An as of 2019-03-03
  retires_on 2020-12-31
  personal.birth_on 1960-07-01
