story A row that applies by the request shortens the prescription of what was done before it
# Three years go by the misconduct; from 2024-09-01 on one year, for whatever is requested from then on.

2020-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2020-03-04 hired Bae grade=7 probation_months=0 born=1990-01-01
2024-07-01 policy_adopted - table=prescription valid_from=2024-09-01 applies_by=request 'rows=[{"id":"general","value":1,"unit":"years"}]' legal_reference=SPOA:83-2 issued=2024-07-01
2024-08-31 sanction_requested An case=A1 weight=light misconduct=general misconduct_on=2023-08-01
2024-09-01 sanction_requested Bae case=B1 weight=light misconduct=general misconduct_on=2023-08-01
record An as of 2024-09-02
  no finding sanction.prescribed
record Bae as of 2024-09-02
  finding sanction.prescribed
