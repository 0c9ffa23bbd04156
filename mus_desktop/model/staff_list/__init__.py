"""Staff lists from other systems: from bytes to people, and compared with the employees of the program. Pure rules.

Read in this order: ``text_decoding`` and ``separated_values`` (text files), ``staff_table`` (rows without CPR numbers),
``staff_columns`` (the meaning of each column), ``listed_people`` (people and mistakes), ``staff_comparison`` (what an
import would change).
"""
