story A second sanction inside the years of the first: both fall due together, after the sum
# Reprimand of 2010-03-02: executed, 2010-03-03; three years: 2013-03-03.

2005-01-01 hired An grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-01 hired Bak grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 sanctioned An case=S1 kind=reprimand misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Bak case=S2 kind=reprimand misconduct=general misconduct_on=2010-01-05
2013-03-02 sanctioned An case=S3 kind=pay_cut months=1 misconduct=general misconduct_on=2013-01-05
2013-03-03 sanctioned Bak case=S4 kind=pay_cut months=1 misconduct=general misconduct_on=2013-01-05
# On the last day of the three years: 3 + 5 years from 2010-03-03.
record An as of 2013-04-10
  sanctions.0.expungeable_on 2018-03-03
  sanctions.1.expungeable_on 2018-03-03
# On the day after it: each its own years; 2013-04-03 and five.
record Bak as of 2013-04-10
  sanctions.0.expungeable_on 2013-03-03
  sanctions.1.expungeable_on 2018-04-03
