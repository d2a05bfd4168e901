story An order halves a restriction; revoked, the restriction is whole again from the beginning
# Reprimand of 2024-03-04: [03-05, 09-05), halved: to 06-05. An award that names no case halves nothing.

2020-01-02 hired Sang grade=7 step=3 probation_months=0 born=1985-01-01
2020-01-02 hired Mu grade=7 step=3 probation_months=0 born=1985-01-01
2024-03-04 sanctioned Sang case=C1 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-03-04 sanctioned Mu case=C2 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-05-01 awarded Sang kind=order name=근정훈장 grantor=President halves=C1 ->award
2024-05-01 awarded Mu kind=order name=근정훈장 grantor=President
2024-06-04 promoted Sang kind=ordinary grade=6
refused promotion.restricted
2024-06-06 award_revoked Sang target=@award
2024-06-07 promoted Sang kind=ordinary grade=6
refused promotion.restricted
2024-06-07 award_revoked Mu target=@award
refused correction.target_unknown
record Sang as of 2024-05-01 known at 2024-05-01
  restricted_until 2024-06-05
  step_restricted_until 2024-06-05
record Sang as of 2024-05-01
  restricted_until 2024-09-05
record Mu as of 2024-05-01
  restricted_until 2024-09-05
2024-09-04 promoted Sang kind=ordinary grade=6
refused promotion.restricted
2024-09-05 promoted Sang kind=ordinary grade=6
