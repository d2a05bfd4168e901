story Fixed terms and political posts know no age of retirement; the leap-day child is of the first half

2015-03-02 hired Gi grade=5 route=fixed_term until=2030-03-02 born=1960-03-01
2015-03-02 hired Jang route=political class=political grade=null series=null born=1950-03-01
2015-03-02 hired Yun grade=5 probation_months=0 born=1960-02-29
record Gi as of 2020-07-01
  retires_on null
  status active
record Jang as of 2020-07-01
  retires_on null
  status active
record Yun as of 2015-03-02
  retires_on 2020-06-30
