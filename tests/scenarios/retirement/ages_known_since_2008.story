story The ages of 2011 and 2013 were known when the law was made

1990-01-04 hired Yuk grade=6 probation_months=0 born=1953-01-01
now 2010-01-01
record Yuk as of 2010-01-01 known at 2010-01-01
  retires_on 2012-06-30
