"""Made-up people of the origins that live in Chicago, ways to write them, and texts that name nobody.

Written by hand, not drawn from the lexicon that the program looks names up in.
"""

import random
from collections.abc import Iterator

# given names | surnames, by origin
PEOPLE = {
    "Black": (
        "Deshawn Keyshawn Lakeisha Tyrone Jamal Shanice Tyquan Da'Quan Malik Ebony Latoya Marquise Darnell Keisha Treyvon "
        "Shaniqua Kiara Demetrius Rashad Aaliyah Tamika Cedric Monique Jermaine",
        "Washington Pettigrew Broadnax Jefferson Banks Muhammad Booker Gaines Hairston Whitfield Mosley Tolliver Dorsey Battle "
        "Merriweather Gadson McCants Singletary Brewer Stallworth Purnell Yarbrough Toney Jackson",
    ),
    "Latino": (
        "José Guadalupe Xóchitl Marisol Alejandro Yesenia Juan Miguel Esperanza Santiago Itzel Ramiro Graciela Heriberto Paloma "
        "Rigoberto Araceli Ángel Iván Ximena Ulises Lourdes Efraín Maribel",
        "Hernández Zamora Villaseñor Ocampo Gutiérrez Cárdenas Barragán Santillán Ybarra Quintero Echeverría Maldonado "
        "Zúñiga Arroyo Bustamante Córdova Delgadillo Escalante Figueroa Gallegos Huerta Jaramillo Orozco Treviño",
    ),
    "Polish": (
        "Agnieszka Zbigniew Krzysztof Małgorzata Wojciech Katarzyna Stanisław Bożena Jacek Grażyna Tadeusz Halina Piotr Ewa "
        "Kazimierz Danuta Bogdan Jadwiga Marek Dorota Mirosław Iwona Leszek Beata",
        "Kowalczyk Szczepański Wiśniewski Nowak Kamiński Lewandowska Wójcik Zieliński Krawczyk Pawlak Michalski Jabłońska "
        "Dudek Wieczorek Sikora Baran Piekarski Rutkowski Gorski Ostrowski Chmielewski Mazurek Sobczak Tomczak",
    ),
    "Arab": (
        "Fatima Omar Mohammed Aisha Khalid Layla Yusuf Hassan Nadia Tariq Samira Ibrahim Rania Mustafa Zaynab Bilal Hanan "
        "Abdullah Maryam Faisal Noor Karim Amina Rashid",
        "Haddad al-Masri Khoury Nasser Hamdan Abu-Khalil Mansour Saleh Shaheen Qasim Jaber Awad Hussein Sweis Barakat Zayed "
        "Darwish Odeh Hafeez Rahman Issa Salameh Najjar Suleiman",
    ),
    "South Asian": (
        "Siddharth Harpreet Priya Rajesh Anjali Imran Lakshmi Vikram Deepika Arjun Sunita Farhan Kavita Nikhil Parveen Sanjay "
        "Ayesha Gurpreet Meera Ravi Shabana Venkat Pooja Tahir",
        "Venkataraman Kaur Patel Iyer Chowdhury Siddiqui Mehta Singh Krishnan Ahmed Banerjee Desai Malhotra Reddy Qureshi "
        "Bhatt Kapoor Hossain Nair Agarwal Chaudhry Joshi Rao Mirza",
    ),
    "East Asian": (
        "Xiaoming Wei Minh Thuy Ji-hoon Hiroshi Mei Jun Phuong Seo-yeon Kenji Ling Duc Yuki Jian Hyun Linh Akira Fang Tuan "
        "Soo-jin Takeshi Hua Trang",
        "Zhang Nguyễn Tran Kim Tanaka Chen Huang Pham Choi Watanabe Liu Vuong Nakamura Xu Bui Yamamoto Zhou Hwang Lam Suzuki "
        "Guo Truong Jung Ito",
    ),
    "African": (
        "Oluwaseun Chukwuemeka Abdullahi Kwame Adaeze Amadou Fatoumata Tesfaye Nkechi Mamadou Ifeoma Kofi Wanjiku Yohannes Ama "
        "Ousmane Selam Babatunde Folake Tendai Makena Obinna Halima Zainab",
        "Adeyemi Okafor Mohamud Mensah Diallo Okonkwo Tekle Owusu Traoré Gebremariam Nwosu Balogun Kamau Ndiaye Abebe Boateng "
        "Eze Cisse Asante Njoroge Osei Haile Warsame Bangura",
    ),
    "European": (
        "Siobhan Patrick Giovanni Maureen Brendan Ingrid Dmitri Svetlana Colleen Kevin Theresa Donald Barbara Kyle Megan Frank "
        "Nikos Lorraine Dennis Kathleen Vito Jeffrey Denise Gary",
        "O'Malley Fitzgerald Esposito Kowalski Lindqvist Petrov Papadopoulos Schmidt McDermott Novak Gallagher DiMaggio Bianchi "
        "Sullivan Johnson Rossi Olsen Kelly Murphy Schroeder Popescu Horvath Ivanov Larsen",
    ),
}
SENTENCES = (
    "met with {} at the park",
    "{} came by after the fight",
    "Follow up with {}",
    "{} 2026-03-05: Job Readiness Program",
    "Referral for {} (housing)",
    "spoke to {}, will call again",
    "Intake: {}",
    "{} - GED classes",
    "mother of {} wants relocation",
    "REFERRED BY {}",
)
NICKNAMES = ("Lil Ray", "Big Mike", "lil man", "Lil' Tee", "Big Jerome", "Lil Chris", "Ol' Pete", "Lil Durk")

# Names of places, programs and services, beyond the areas, partners and parks that the program knows.
NOBODY = """
Ellis Park | Rainey (Edward) Park | Levin Park | Garfield Park Conservatory | Marquette Park fieldhouse
Harold Washington Library | Jane Addams Hull-House Museum | Saint Louis Park | St. Sabina Church | Kennedy King College
Malcolm X College | Wendell Phillips Academy High School | Michele Clark Magnet High School | Al Raby School
Orr Academy | Simeon Career Academy | Gwendolyn Brooks College Prep | George Westinghouse College Prep
Lawndale Christian Health Center | Kelly Hall YMCA | Marillac St. Vincent Family Services | Columbus Park Refectory
Foster Park | Ogden Park | Hamilton Park | Sherman Park | Moran Park | Murray Park | Lowe Park | Kells Park
63rd Street Beach | 127th Street Community Center | 79th & Cottage Grove | Madison and Pulaski | 51st Street
Chicago Avenue and Homan | Roseland Community Hospital | Stroger Hospital | Christ Medical Center
Douglass Park field house | Humboldt Park boathouse | Piotrowski Park | La Villita Park | Kosciuszko Park
McKinley Park | Mandrake Park | Hale Park | Austin Town Hall | LaFollette Park | Amundsen Park | Galewood Park
Light in the Night: Ellis Park | Light in the Night | Summer Youth Employment | Hoop Dreams | Peace in the Park
Job Readiness Program | After School Program, Ages 11-13 | Mobile Middle School STEM Program | ESL Program
Financial Literacy Classroom Hours | Drug and Alcohol Recovery Management | No More Food Deserts Advocacy
Monthly Rent Subsidy | Grade 1-8 Reading Tutoring | 12 Step Recovery Program | STEM Field Trips | Refugee Program
Housing Assistance Program | School Lunch Program | Ocean Exploration Series | Technology Museum Field Trip
Cognitive behavioral therapy | Restorative justice circle | GED preparation | Substance use treatment
Family support | Mental health counseling | Resume workshop | CDL training | Record expungement clinic
Back to school giveaway | Cookout | Basketball tournament | Open mic | Movie night | Resource fair | Vigil | Peace walk
outreach_contacts | gunshot_victimizations | referrals | mediations | needs_named | new_enrollments
Alliance of Local Service Organizations | Institute for Nonviolence Chicago | Heartland Alliance | READI Chicago
Chicago CRED | Metropolitan Family Services | Communities Partnering 4 Peace | BUILD Inc. | St. Agatha Catholic Church
Northwest Side Housing Center | Lawndale Christian Legal Center | Sinai Urban Health Institute | UChicago Medicine
Kids Off the Block | Mothers Against Senseless Killings | Chicago Youth Programs | Union League Boys and Girls Clubs
Volunteer | Client | Enrolled | Waitlisted | Job coach | Case manager | Outreach worker | Weekly | Monthly | One Time
Near West Side | West Garfield Park | Auburn Gresham | Back of the Yards | Little Village | Greater Grand Crossing
Clark Park | Malcolm X Park | Kingsessing Recreation Center | Strawberry Mansion | Point Breeze | Fairmount Park
""".replace("\n", "|")
KEYS_OF_NOBODY = [
    "WLA-000123",
    "C000001",
    "ucan-17",
    "also-1017",
    "P-17",
    "P000123",
    "2026-0017",
    "JH430211",
    "SHOOT-JH430211-#1",
    "HOM-JK123456-#2",
    "E1",
    "LITN-2026-08-15",
    "LITN-2026-08-15-Ellis",
    "enlace-000017",
    "breakthrough-17",
    "institute_for_nonviolence_chicago-0017",
    "austin-00012",
    "0042",
    "3125550142",
    "312555014",
    "123456789",
    "7735550142",
    "a0B5f000001Xk2dEAC",
    "6f1ed002ab5595859014ebf0951522d9",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "CASE_2026_17",
    "R.2026.44",
    "M/26/0091",
    "2026-03-05-1",
    "20260305-01",
    "20260305",
    "INT-20260305",
    "ENR-2019-4",
    "TAD-00041",
    "hood-55",
    "swop-9",
    "iman-0012",
    "target_area-17",
    "onenorthside-12",
    "CHI-N-2021-000123",
    "X7Q9Z2",
    "P-2020-01-05",
    "WG20240105",
    "Q3-2026-7",
]


def places_and_programs() -> list[str]:
    return [text.strip() for text in NOBODY.split("|") if text.strip()]


def people() -> Iterator[tuple[str, str, str]]:
    """Origin, given name and surname; each given name with two surnames."""
    for origin, (given, surnames) in PEOPLE.items():
        given_names, family_names = given.split(), surnames.split()
        for index, name in enumerate(given_names):
            yield origin, name, family_names[index % len(family_names)]
            yield origin, name, family_names[(index * 7 + 5) % len(family_names)]


def written(given: str, surname: str) -> dict[str, str]:
    """The ways in which a name is written, by what they are called."""
    return {
        "plain": f"{given} {surname}",
        "lower case": f"{given} {surname}".lower(),
        "upper case": f"{given} {surname}".upper(),
        "last, first": f"{surname}, {given}",
        "middle initial": f"{given} T. {surname}",
        "initial and surname": f"{given[0]}. {surname}",
        "given name and initial": f"{given} {surname[0]}.",
    }


def sentences(seed: int = 7) -> list[tuple[str, str]]:
    """How it is written, and a sentence with a made-up person in it."""
    draw = random.Random(seed)
    found = []
    for _, given, surname in people():
        for way, name in written(given, surname).items():
            found.append((way, draw.choice(SENTENCES).format(name)))
    return found


# Written after the rules were finished, and never used to mend them.
PEOPLE_LATER = """
Terrell Hollingsworth | Quantavious Boykin | Shaquita Ledbetter | Latrice Outlaw | Kendrick Spivey | DeMarco Hampton | Nakia Ruffin
Precious Dillard | Octavia Beasley | Tremaine Cunningham | LaTonya McGhee | Davion Crowder | Zaria Kimbrough | Anthony Fluellen
María Fernanda Salgado | Luis Ángel Rentería | Cuauhtémoc Vázquez | Rosalinda Magaña | Jesús Covarrubias | Yadira Montes de Oca
Erick Tovar | Brenda Lizbeth Ochoa | Osvaldo Carrillo | Perla Zavala | Gerardo Peña | Nayeli Cortés | Rubén de la Rosa | Leticia Macías
Paweł Grabowski | Magdalena Kaczmarek | Ryszard Wróblewski | Aleksandra Sadowska | Jarosław Pietrzak | Urszula Malinowska
Mateusz Kubiak | Elżbieta Czajkowska | Sławomir Bąk | Teresa Głowacka | Marcin Zawadzki | Joanna Borkowska
Yasmin Khatib | Mahmoud Abdelrahman | Huda Rizk | Ziad Touma | Suhaila Jarrar | Walid Hammad | Dina Farraj | Anwar Zeidan
Reem Al-Khatib | Jamal Othman | Iman Daoud | Nabil Shatila | Muhammad Abu Ali | Sahar Elmasry | Ghassan Bishara
Aparna Subramanian | Mohammad Rafiqul Islam | Jaspreet Gill | Nusrat Jahan | Karthik Raghunathan | Ritu Saxena | Bilal Sheikh
Amarjit Dhaliwal | Swati Kulkarni | Zeeshan Butt | Uma Ramachandran | Shreya Mukherjee | Hafiz Lakhani | Devendra Pandey
Zhang Wei | Li Na | Nguyen Van Hung | Kim Min-jun | Mei-Ling Wong | Jiaqi Lu | Hung Dinh | Thanh Vo | Sung-ho Kang | Eriko Kobayashi
Xinyi Luo | Kanchana Phommachanh | Soua Vang | Grace Cho | Jessica Yoon | Tenzin Dorjee | Rizal Dela Cruz | Maricel Bautista
Ngozi Eze | Abdirahman Hassan | Chiamaka Onyekachi | Kwabena Ofori | Aminata Sow | Hiwot Getachew | Emeka Obi | Mariama Bah
Samuel Kiprotich | Blessing Oyelaran | Fatou Camara | Temitope Ajayi | Patrice Mbuyi | Abena Appiah | Lul Farah
Sean Callahan | Aisling Byrne | Luca Moretti | Katerina Dimitriou | Oleksandr Shevchenko | Ivana Jovanović | Tom Brennan | Mary Beth Doyle
Robert Kaczynski | Jim Flaherty | Nancy Vandenberg | Goran Petrović | Helga Zimmermann | Bob Stevens | Linda Marsh | Chuck Hennessey
""".replace("\n", "|")
PLACES_LATER = """
Altgeld Gardens | Stateway Gardens | Robert Taylor Homes | Leclaire Courts | Ida B. Wells Homes | Trumbull Park Homes
Nat King Cole Park | Ford City Mall | Harlem Irving Plaza | Lawndale Plaza | Gresham Station | Whitney Young High School
Dunbar Vocational | Julian High School | Lindblom Math and Science Academy | Robert Lindblom | Carter G. Woodson Regional Library
Pullman National Monument | Thornton Township | Kennedy-King | Olive-Harvey | Truman College | Daley College | Wright College
South Shore Cultural Center | Rainbow Beach | Calumet Park Fieldhouse | Washington Park Arboretum | Midway Plaisance
Chicago Lawn Library | Toman Library | Legler Regional Library | West Town | Bronzeville | Chinatown Square | Wrightwood Ashburn
Homan Square | Fillmore Center | Nichols Tower | Sears Homan | Franklin Park | Anderson Playground | Hermosa Park | Kelvyn Park
Mount Sinai | Saint Anthony Hospital | Mercy Hospital | Holy Cross Hospital | Loretto Hospital | La Rabida | Provident
New Life Church | Apostolic Faith | Trinity United Church of Christ | Progressive Baptist | Salem Baptist House of Hope
Barbershop talk | Job fair | Trauma recovery group | Parenting class | Mens circle | Womens circle | Chess club | Game truck
Gun violence awareness day | National Night Out | Juneteenth celebration | Block party | Bike giveaway | Toy drive | Turkey giveaway
Youth guidance | Becoming a Man | Working on Womanhood | One Summer Chicago | After School Matters | Safe passage
Cook County Health | Cabrini Green Legal Aid | Thresholds | Haymarket Center | Gateway Foundation | Safer Foundation
""".replace("\n", "|")


def people_later() -> list[str]:
    return [name.strip() for name in PEOPLE_LATER.split("|") if name.strip()]


def places_later() -> list[str]:
    return [name.strip() for name in PLACES_LATER.split("|") if name.strip()]
