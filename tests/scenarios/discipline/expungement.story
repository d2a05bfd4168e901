story A sanction is expunged nine, seven, five, three years after its execution, a warning after one
covers expunge_years demotion 1949-08-12
covers expunge_years suspension 1949-08-12
covers expunge_years pay_cut 1949-08-12
covers expunge_years reprimand 1949-08-12
covers expunge_years warning 1949-08-12

2005-01-01 hired Gang grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-01 hired Jeong grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-01 hired Gam grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-01 hired Gyeon grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-01 hired Gyeong grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 sanctioned Gang case=E1 kind=demotion misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Jeong case=E2 kind=suspension months=1 misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Gam case=E3 kind=pay_cut months=3 misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Gyeon case=E4 kind=reprimand misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Gyeong case=E5 kind=warning misconduct=general misconduct_on=2010-01-05
2011-03-03 expunged Gyeong case=E5
2013-03-03 expunged Gyeon case=E4
2015-06-02 expunged Gam case=E3
2017-04-02 expunged Jeong case=E2
2019-06-02 expunged Gang case=E1
due expunge on 2011-03-02
  nobody
record Gyeong as of 2011-03-02
  sanctions.0.expungeable_on 2011-03-03
  sanctions.0.state in_force
record Gyeon as of 2012-03-02
  sanctions.0.expungeable_on 2013-03-03
record Gam as of 2012-03-02
  sanctions.0.expungeable_on 2015-06-02     # execution over on 2010-06-02
record Jeong as of 2012-03-02
  sanctions.0.expungeable_on 2017-04-02     # execution over on 2010-04-02
record Gang as of 2012-03-02
  sanctions.0.expungeable_on 2019-06-02     # execution over on 2010-06-02
record Gang as of 2019-06-02
  sanctions.0.state expunged
