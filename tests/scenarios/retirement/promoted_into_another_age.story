story Promoted to grade 5 in 2010: the age of the new grade counts
# Born 1952-03-01: in grade 6 58 on 2010-06-30, in grade 5 60 on 2012-06-30.

2000-01-03 hired Sa grade=6 probation_months=0 born=1952-03-01
2010-03-02 promoted Sa kind=ordinary grade=5
2010-07-01 retired Sa kind=age
refused retirement.not_due retirement_age@1949-08-12
record Sa as of 2010-03-01
  retires_on 2010-06-30
record Sa as of 2010-03-02
  retires_on 2012-06-30
