story A pay cut names its months, a reprimand has none; an appeal says what it changed to; the lowest grade is not demoted

2018-01-02 hired An grade=7 probation_months=0 born=1985-01-01
2018-01-02 hired Bak grade=7 probation_months=0 born=1985-01-01
2018-01-02 hired Cha grade=9 probation_months=0 born=1985-01-01
2024-03-05 sanctioned An case=A1 kind=pay_cut misconduct=general misconduct_on=2024-03-01
2024-03-05 sanctioned Bak case=B1 kind=reprimand months=2 misconduct=general misconduct_on=2024-03-01
2024-03-05 sanctioned Cha case=C1 kind=demotion misconduct=general misconduct_on=2024-03-01
refused sanction.not_applicable
2024-03-05 sanctioned Cha case=C1 kind=pay_cut months=2 misconduct=general misconduct_on=2024-03-01
2024-03-06 appealed Cha case=C1
2024-05-06 appeal_decided Cha case=C1 outcome=changed
refused appeal.unchanged
2024-05-06 appeal_decided Cha case=C1 outcome=changed months=1
record An as of 2024-03-05
  finding sanction.without_term
record Bak as of 2024-03-05
  finding sanction.without_term
record Cha as of 2024-03-05
  sanctions.0.executed_on 2024-04-05
  no finding sanction.without_term
