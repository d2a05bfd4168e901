story Halved by an order, a medal, a citation from the Prime Minister up, a model official, an adopted proposal
covers restriction_halving order 1949-08-12
covers restriction_halving medal 1949-08-12
covers restriction_halving president 1949-08-12
covers restriction_halving pm 1949-08-12
covers restriction_halving model_official 1949-08-12
covers restriction_halving proposal 1949-08-12
# Each reprimand [2024-03-05, 2024-09-05): halved 2024-06-05. What has run by the day of a late award is not given back.

2020-01-02 hired Hun grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Po grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Dae grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Chong grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Mo grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Je grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Neut grade=7 step=3 probation_months=0 born=1985-01-01
2024-03-04 sanctioned Hun case=C1 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Po case=C2 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Dae case=C3 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Chong case=C4 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Mo case=C5 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Je case=C6 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Neut case=C7 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-05-01 awarded Hun kind=order name=훈장 grantor=President halves=C1
2024-05-01 awarded Po kind=medal name=포장 grantor=President halves=C2
2024-05-01 awarded Dae kind=president name=표창 grantor=President halves=C3
2024-05-01 awarded Chong kind=pm name=표창 grantor=PM halves=C4
2024-05-01 awarded Mo kind=model_official name=모범공무원 grantor=PM halves=C5
2024-05-01 awarded Je kind=proposal name=제안 grantor=MPM halves=C6
2024-07-01 awarded Neut kind=order name=훈장 grantor=President halves=C7
2024-06-04 promoted Hun kind=ordinary grade=6 issued=2024-06-04
refused promotion.restricted
2024-06-05 promoted Hun kind=ordinary grade=6 issued=2024-06-05
record Hun as of 2024-05-01
  restricted_until 2024-06-05
record Po as of 2024-05-01
  restricted_until 2024-06-05
record Dae as of 2024-05-01
  restricted_until 2024-06-05
record Chong as of 2024-05-01
  restricted_until 2024-06-05
record Mo as of 2024-05-01
  restricted_until 2024-06-05
record Je as of 2024-05-01
  restricted_until 2024-06-05
record Neut as of 2024-06-30
  restricted_until 2024-09-05
record Neut as of 2024-07-01
  restricted_until null
2024-07-01 promoted Neut kind=ordinary grade=6
