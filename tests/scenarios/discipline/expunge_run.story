story The run that expunges finds a sanction on the day its years have passed

2005-01-01 hired Gam grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-01 hired Pa grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 sanctioned Gam case=E1 kind=pay_cut months=3 misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Pa case=E2 kind=removal misconduct=money misconduct_on=2010-01-05
now 2016-01-01
due expunge on 2015-06-01
  nobody
due expunge on 2015-06-02
  Gam expunged
due expunge on 2016-01-01
  Gam expunged          # never one that put somebody out of service
record Pa as of 2016-01-01
  sanctions.0.expungeable_on null
