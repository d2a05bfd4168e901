story A warning is no sanction: it adds nothing to what is expunged, and nothing is added to it
covers expunge_years warning 1949-08-12 alone
# Reprimand of 2010-03-02: 2013-03-03. Warning of 2012-03-02: 2013-03-03 too, by its own year.

2005-01-01 hired An grade=6 step=5 probation_months=0 born=1975-01-01
2010-03-02 sanctioned An case=S1 kind=reprimand misconduct=general misconduct_on=2010-01-05
2012-05-02 sanctioned An case=S2 kind=warning misconduct=general misconduct_on=2012-03-05
record An as of 2012-05-03
  sanctions.0.expungeable_on 2013-03-03
  sanctions.1.expungeable_on 2013-05-03
