story A row that applies by the disposition holds for misconduct of before it
# Add-on grounds go by the day of the misconduct; this row says that for bullying it is the day of the reprimand. Six
# months and four: 2025-07-03 for who is reprimanded from that day on, 2025-02-28 (six months) the day before.

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2024-03-04 hired Bae grade=7 probation_months=0 born=1990-01-01
2024-07-01 policy_adopted - table=sanction_addon_grounds valid_from=2024-09-01 applies_by=disposition 'rows=[{"id":"bullying","value":4,"unit":"months"}]' legal_reference=DAPO:32 issued=2024-07-01
2024-08-31 sanctioned An case=A1 kind=reprimand misconduct=bullying misconduct_on=2024-08-01
2024-09-02 sanctioned Bae case=B1 kind=reprimand misconduct=bullying misconduct_on=2024-08-01
record An as of 2024-09-03
  restricted_until 2025-03-01
record Bae as of 2024-09-03
  restricted_until 2025-07-03
