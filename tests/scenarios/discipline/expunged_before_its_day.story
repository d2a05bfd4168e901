story A sanction is not expunged before its years have passed, and an expulsion or removal never

2005-01-03 hired Gam grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-03 hired Eun grade=6 step=5 probation_months=0 born=1975-01-01
2005-01-03 hired Hae grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 sanctioned Gam case=E1 kind=pay_cut months=3 misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Eun case=E2 kind=pay_cut months=3 misconduct=general misconduct_on=2010-01-05
2010-03-02 sanctioned Hae case=E3 kind=removal misconduct=money misconduct_on=2010-01-05
2015-06-01 expunged Gam case=E1
2015-06-01 expunged Hae case=E3
2015-06-02 expunged Eun case=E2
audit rule expunged.too_early
  finding expunged.too_early Gam
  finding expunged.too_early Hae
  no finding expunged.too_early Eun
