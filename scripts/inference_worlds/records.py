"""Who and what is kept: repositories, people, articles."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import FIRST, LAST, WORDS, Answered, base62, hexid, iso, sentence, some_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def repositories(r: Random) -> Callable[[], Answered]:
    owners: list[dict[str, Any]] = [
        {
            "login": f"{r.choice(WORDS)}{r.choice(['', '-', ''])}{r.choice(WORDS)}{r.choice(['', str(r.randrange(99))])}",
            "id": r.randrange(1000, 9_000_000),
            "kind": "User" if r.random() < 0.7 else "Organization",
        }
        for _ in range(60)
    ]

    def answer() -> Answered:
        owner = r.choice(owners)
        login = owner["login"]
        repos: list[dict[str, Any]] = []
        for _ in range(r.choice([0, 1, 2, 3, 5, 8, 12])):
            name = f"{r.choice(WORDS)}-{r.choice(WORDS)}"
            created = some_moment(r)
            stars, issues = int(r.paretovariate(0.7)) - 1, r.randrange(30)
            repos.append(
                {
                    "id": r.randrange(10**5, 10**9),
                    "node_id": f"R_{base62(r, 10)}",
                    "name": name,
                    "full_name": f"{login}/{name}",
                    "private": r.random() < 0.1,
                    "owner": {
                        "login": login,
                        "id": owner["id"],
                        "avatar_url": f"https://avatars.codehub.test/u/{owner['id']}?v=4",
                        "url": f"https://api.codehub.test/users/{login}",
                        "type": owner["kind"],
                        "site_admin": False,
                    },
                    "html_url": f"https://codehub.test/{login}/{name}",
                    "description": None if r.random() < 0.2 else sentence(r, 2, 9),
                    "fork": r.random() < 0.25,
                    "url": f"https://api.codehub.test/repos/{login}/{name}",
                    "clone_url": f"https://codehub.test/{login}/{name}.git",
                    "created_at": iso(created),
                    "updated_at": iso(created + dt.timedelta(seconds=r.randrange(10**7))),
                    "size": r.randrange(1, 90000),
                    "stargazers_count": stars,
                    "watchers_count": stars,
                    "watchers": stars,
                    "open_issues": issues,
                    "open_issues_count": issues,
                    "language": r.choice(["Python", "Rust", "Go", "C", "TypeScript", None, "Java", "Ruby"]),
                    "archived": r.random() < 0.05,
                    "license": None
                    if r.random() < 0.4
                    else {"key": (key := r.choice(["mit", "apache-2.0", "gpl-3.0"])), "spdx_id": key.upper()},
                    "topics": r.sample(WORDS, r.choice([0, 0, 1, 3])),
                    "default_branch": r.choice(["main", "main", "main", "master"]),
                }
            )
        repos.sort(key=lambda each: each["full_name"])
        return Answered({"user": login}, repos)

    return answer


def people(r: Random) -> Callable[[], Answered]:
    def person() -> dict[str, Any]:
        first, last = r.choice(FIRST), r.choice(LAST)
        key = str(uuid.UUID(int=r.getrandbits(128), version=4))
        return {
            "uuid": key,
            "first_name": first,
            "last_name": last,
            "display_name": f"{first} {last}",
            "email": f"{WORDS[r.randrange(30)]}.{r.choice(WORDS)}{r.randrange(99)}@{r.choice(['example.com', 'mail.test', 'corp.example'])}",
            "phone": f"+{r.choice(['1', '44', '49'])}{r.randrange(10**9, 10**10 - 1)}",
            "date_of_birth": f"{r.randrange(1940, 2008)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}",
            "active": r.random() < 0.8,
            "role": r.choice(["admin", "member", "member", "member", "guest"]),
            "language": r.choice(["en", "de", "fr-CH", "pt-BR"]),
            "last_login": None if r.random() < 0.15 else iso(some_moment(r)),
            "picture": f"https://cdn.people.test/p/{key}.jpg",
            "tags": r.sample(["vip", "beta", "staff", "new"], r.choice([0, 0, 1, 2])),
            "score": round(r.gauss(50, 15), 1),
        }

    directory = [person() for _ in range(400)]

    def answer() -> Answered:
        page, size = r.randrange(1, 20), r.choice([10, 20])
        items = directory[(page - 1) * size : page * size]
        return Answered(
            {"page": str(page), "per_page": str(size)},
            {
                "page": page,
                "per_page": size,
                "total": len(directory),
                "total_pages": -(-len(directory) // size),
                "results": items,
                "links": {
                    "self": f"https://api.people.test/v2/people?page={page}&per_page={size}",
                    "next": f"https://api.people.test/v2/people?page={page + 1}&per_page={size}",
                },
            },
        )

    return answer


def articles(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        slug = "-".join(r.choice(WORDS) for _ in range(r.randint(2, 5)))
        key = r.randrange(1, 99999)
        author = {
            "id": r.randrange(1, 500),
            "name": f"{r.choice(FIRST)} {r.choice(LAST)}",
            "homepage": None if r.random() < 0.5 else f"https://{r.choice(WORDS)}.{r.choice(['dev', 'blog', 'org'])}/",
        }
        comments: list[dict[str, Any]] = [
            {
                "id": r.randrange(10**6),
                "articleId": key,
                "author": f"{r.choice(FIRST)}{r.randrange(99)}",
                "text": sentence(r, 3, 25),
                "votes": r.randrange(-5, 40),
                "edited": r.random() < 0.1,
            }
            for _ in range(r.choice([0, 0, 1, 2, 6]))
        ]
        return Answered(
            {"id": str(key)},
            {
                "id": key,
                "slug": slug,
                "title": slug.replace("-", " ").title(),
                "url": f"https://news.test/a/{key}/{slug}",
                "body": " ".join(sentence(r, 4, 14) for _ in range(r.randint(1, 5))),
                "author": author,
                "commentCount": len(comments),
                "comments": comments,
                "published": r.random() < 0.9,
                "publishedAt": some_moment(r).strftime("%a, %d %b %Y %H:%M:%S GMT"),
                "readingMinutes": r.randrange(1, 20),
                "etag": hexid(r, 40),
                "category": r.choice(["tech", "culture", "sport", "science"]),
                "related": [r.randrange(1, 99999) for _ in range(r.choice([0, 3, 3]))],
            },
        )

    return answer
