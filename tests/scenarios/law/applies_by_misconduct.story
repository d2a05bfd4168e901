story A row that applies by the misconduct leaves misconduct of before it alone
# Both are reprimanded after the row came into force; what An did lies a day before it: six months, not twelve.

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2024-03-04 hired Bae grade=7 probation_months=0 born=1990-01-01
2024-07-01 policy_adopted - table=sanction_restriction valid_from=2024-09-01 applies_by=misconduct 'rows=[{"id":"reprimand","value":12,"unit":"months"}]' legal_reference=DAPO:32 issued=2024-07-01
2024-09-02 sanction_requested An case=A1 weight=light misconduct=general misconduct_on=2024-08-31
2024-09-02 sanction_requested Bae case=B1 weight=light misconduct=general misconduct_on=2024-09-01
2024-09-02 sanctioned An case=A1 kind=reprimand misconduct=general misconduct_on=2024-08-31
2024-09-02 sanctioned Bae case=B1 kind=reprimand misconduct=general misconduct_on=2024-09-01
record An as of 2024-09-03
  restricted_until 2025-03-03
record Bae as of 2024-09-03
  restricted_until 2025-09-03
