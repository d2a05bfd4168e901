story Retirement at sixty: 30 June for who was born in the first half of a year, 31 December in the second
covers retirement_age general.1 1949-08-12
covers retirement_age general.2 1949-08-12
covers retirement_age general.3 1949-08-12
covers retirement_age general.4 1949-08-12
covers retirement_age general.5 1949-08-12
covers retirement_age general.- 1949-08-12

1990-01-04 hired One grade=1 probation_months=0 born=1960-01-01
1990-01-04 hired Two grade=2 probation_months=0 born=1960-06-30
1990-01-04 hired Three grade=3 probation_months=0 born=1960-07-01
1990-01-04 hired Four grade=4 probation_months=0 born=1960-12-31
1990-01-04 hired Five grade=5 probation_months=0 born=1960-06-30
1990-01-04 hired Senior grade=null series=null probation_months=0 born=1960-07-01     # Senior Civil Service
# The last day in service is the 30th of June: out from the day after.
2020-06-30 retired Five kind=age
refused retirement.not_due retirement_age@1949-08-12
2020-07-01 retired Five kind=age
2020-12-31 retired Senior kind=age
refused retirement.not_due retirement_age@1949-08-12
2021-01-01 retired Senior kind=age
record One as of 2000-01-01
  retires_on 2020-06-30
record Two as of 2000-01-01
  retires_on 2020-06-30
record Three as of 2000-01-01
  retires_on 2020-12-31
record Four as of 2000-01-01
  retires_on 2020-12-31
record Five as of 2020-06-30
  retires_on 2020-06-30
  status active
record Five as of 2020-07-01
  retires_on null
  status separated
  service 30y 5m 27d          # [1990-01-04, 2020-07-01)
  spells.0.ended_by retired
record Senior as of 2000-01-01
  retires_on 2020-12-31
due retirements on 2020-06-30
  nobody
due retirements on 2020-07-01
  One retired
  Two retired
due retirements on 2021-01-01
  One retired
  Two retired
  Three retired
  Four retired
