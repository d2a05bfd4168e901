story Time in a lower grade is lost once, whatever a sanction has cost meanwhile

1997-11-03 hired Na grade=8 step=3 probation_months=0 born=1970-01-01
1998-09-01 sanction_requested Na case=D1 weight=heavy misconduct=general misconduct_on=1998-08-01
1998-10-26 sanctioned Na case=D1 kind=demotion misconduct=general misconduct_on=1998-08-01
2004-06-11 promoted Na kind=ordinary grade=8
now 2005-01-01
record Na as of 2005-01-01
  promotable_on 2006-06-19
2006-06-18 promoted Na kind=ordinary grade=7
refused promotion.minimum_time min_time_in_grade@1949-08-12
2006-06-19 promoted Na kind=ordinary grade=7
