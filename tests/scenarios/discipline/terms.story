story How long a sanction lasts: demotion three months, suspension and pay cut one to three
covers sanction_terms demotion 1949-08-12 min
covers sanction_terms demotion 1949-08-12 max
covers sanction_terms suspension 1949-08-12 min
covers sanction_terms suspension 1949-08-12 max
covers sanction_terms pay_cut 1949-08-12 min
covers sanction_terms pay_cut 1949-08-12 max
covers sanction_terms demotion 2023-10-12 min
covers sanction_terms demotion 2023-10-12 max
covers sanction_terms suspension 2023-10-12 min
covers sanction_terms suspension 2023-10-12 max

# The row goes by the day of the misconduct: up to 2023-10-11 the first one.
2015-01-01 hired Gang grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Jeong grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gam grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gang2 grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Jeong2 grade=6 step=5 probation_months=0 born=1980-01-01
2024-03-04 sanctioned Gang case=T1 kind=demotion months=4 misconduct=general misconduct_on=2023-10-11
refused sanction.term sanction_terms@1949-08-12
2024-03-04 sanctioned Gang case=T1 kind=demotion months=2 misconduct=general misconduct_on=2023-10-11
refused sanction.term sanction_terms@1949-08-12
2024-03-04 sanctioned Jeong case=T2 kind=suspension months=4 misconduct=general misconduct_on=2023-10-11
refused sanction.term sanction_terms@1949-08-12
2024-03-04 sanctioned Jeong case=T2 kind=suspension months=0 misconduct=general misconduct_on=2023-10-11
refused sanction.term sanction_terms@1949-08-12
2024-03-04 sanctioned Gam case=T3 kind=pay_cut months=4 misconduct=general misconduct_on=2023-10-12
refused sanction.term sanction_terms@1949-08-12
2024-03-04 sanctioned Gam case=T3 kind=pay_cut months=0 misconduct=general misconduct_on=2023-10-12
refused sanction.term sanction_terms@1949-08-12
2024-03-04 sanctioned Gang2 case=T4 kind=demotion months=4 misconduct=general misconduct_on=2023-10-12
refused sanction.term sanction_terms@2023-10-12
2024-03-04 sanctioned Gang2 case=T4 kind=demotion months=2 misconduct=general misconduct_on=2023-10-12
refused sanction.term sanction_terms@2023-10-12
2024-03-04 sanctioned Jeong2 case=T5 kind=suspension months=4 misconduct=general misconduct_on=2023-10-12
refused sanction.term sanction_terms@2023-10-12
2024-03-04 sanctioned Jeong2 case=T5 kind=suspension months=0 misconduct=general misconduct_on=2023-10-12
refused sanction.term sanction_terms@2023-10-12
2024-03-04 sanctioned Gang case=T1 kind=demotion months=3 misconduct=general misconduct_on=2023-10-11
2024-03-04 sanctioned Jeong case=T2 kind=suspension months=1 misconduct=general misconduct_on=2023-10-11
2024-03-04 sanctioned Gam case=T3 kind=pay_cut months=1 misconduct=general misconduct_on=2023-10-12
2024-03-04 sanctioned Gang2 case=T4 kind=demotion months=3 misconduct=general misconduct_on=2023-10-12
2024-03-04 sanctioned Jeong2 case=T5 kind=suspension months=1 misconduct=general misconduct_on=2023-10-12
