story Grades 6 to 9: retirement at 58 in 2009 and 2010, at 59 in 2011 and 2012, at 60 since 2013
covers retirement_age general.6 2009-01-01
covers retirement_age general.7 2009-01-01
covers retirement_age general.8 2009-01-01
covers retirement_age general.9 2009-01-01
covers retirement_age general.6 2011-01-01
covers retirement_age general.7 2011-01-01
covers retirement_age general.8 2011-01-01
covers retirement_age general.9 2011-01-01
covers retirement_age general.6 2013-01-01
covers retirement_age general.7 2013-01-01
covers retirement_age general.8 2013-01-01
covers retirement_age general.9 2013-01-01
# The age in force on the day it is reached. Born in the second half of 1952: 58 on 2010-12-31. Half a year later 58 is
# reached when 59 is wanted already: 2012-06-30. Born in the first half of 1954, 59 falls into 2013: 60, 2014-06-30.

1990-01-04 hired A6 grade=6 probation_months=0 born=1951-03-01
1990-01-04 hired A7 grade=7 probation_months=0 born=1951-09-01
1990-01-04 hired A8 grade=8 probation_months=0 born=1952-06-30
1990-01-04 hired A9 grade=9 probation_months=0 born=1952-12-31
1990-01-04 hired B6 grade=6 probation_months=0 born=1953-01-01
1990-01-04 hired B7 grade=7 probation_months=0 born=1953-06-30
1990-01-04 hired B8 grade=8 probation_months=0 born=1953-07-01
1990-01-04 hired B9 grade=9 probation_months=0 born=1953-12-31
1990-01-04 hired C6 grade=6 probation_months=0 born=1954-01-01
1990-01-04 hired C7 grade=7 probation_months=0 born=1954-06-30
1990-01-04 hired C8 grade=8 probation_months=0 born=1954-07-01
1990-01-04 hired C9 grade=9 probation_months=0 born=1954-12-31
2009-06-30 retired A6 kind=age
refused retirement.not_due retirement_age@2009-01-01
2009-07-01 retired A6 kind=age
2012-06-30 retired B6 kind=age
refused retirement.not_due retirement_age@2011-01-01
2012-07-01 retired B6 kind=age
2014-06-30 retired C6 kind=age
refused retirement.not_due retirement_age@2013-01-01
2014-07-01 retired C6 kind=age
record A6 as of 2009-01-02
  retires_on 2009-06-30
record A7 as of 2009-01-02
  retires_on 2009-12-31
record A8 as of 2009-01-02
  retires_on 2010-06-30
record A9 as of 2009-01-02
  retires_on 2010-12-31
record B6 as of 2009-01-02
  retires_on 2012-06-30
record B7 as of 2009-01-02
  retires_on 2012-06-30
record B8 as of 2009-01-02
  retires_on 2012-12-31
record B9 as of 2009-01-02
  retires_on 2012-12-31
record C6 as of 2009-01-02
  retires_on 2014-06-30
record C7 as of 2009-01-02
  retires_on 2014-06-30
record C8 as of 2009-01-02
  retires_on 2014-12-31
record C9 as of 2009-01-02
  retires_on 2014-12-31
