//! Changes that are large in one respect, at a size that a debug build checks at once: what matters here is the answer.

use crate::repository::{accepted, gate, prepared};

#[test]
fn a_record_of_keys_alone_changes_no_answer() {
    for title in ["", "# Keys\n\n"] {
        let keys: String = (0..4000).map(|number| format!("k{number}: v\n")).collect();
        let repository = prepared();
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.write("decisions/0003-keys.md", &format!("{title}{keys}"));
        repository.commit("Move the window");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{said:?}");
        said.has("governed-uncovered");
        repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
        repository.commit("Decide");
        let said = gate(&repository);
        assert_eq!(said.code, 0, "{said:?}");
        said.has("area `paging`: covered");
    }
}

#[test]
fn many_records_of_one_id_may_all_be_renamed() {
    const COUNT: usize = 40;
    let record = |number: usize| accepted(&format!("Page {number}"), &format!("docs/{number}/**"));
    let repository = prepared();
    for number in 0..COUNT {
        repository.write(&format!("decisions/0002-page-{number}.md"), &record(number));
    }
    repository.commit("Decide");
    repository.git(&["branch", "-f", "main"]);
    for number in 0..COUNT {
        repository.git(&[
            "mv",
            &format!("decisions/0002-page-{number}.md"),
            &format!("decisions/0002-rota-{number}.md"),
        ]);
    }
    repository.commit("Call them rotas");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    // One of them with other words is found among the others.
    repository.write("decisions/0002-rota-7.md", &record(7).replace("I get paged", "We get paged"));
    repository.commit("Reword");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("rejected: 80 paths changed, 1 error");
    said.has("decisions/0002-rota-7.md:");
}

#[test]
fn many_touched_records_and_many_trailers_change_no_answer() {
    const COUNT: usize = 40;
    let path = |number: usize| format!("decisions/page-{number}-at-night.md");
    let record = |number: usize| {
        accepted(&format!("Page {number}"), &format!("docs/{number}/**"))
            .replace("on Friday", &format!("on day {number}"))
    };
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    for number in 0..COUNT {
        repository.write(&path(number), &record(number));
    }
    repository.write(&path(COUNT), &accepted("Rota", "infra/paging/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-C", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    for number in 0..COUNT {
        repository.write(&path(number), &record(number).replace("governs:", "tags: [\"rota\"]\ngoverns:"));
    }
    let trailers: String =
        (0..2 * COUNT).map(|number| format!("Decision: page-{}-at-night\n", number % COUNT)).collect();
    repository.commit(&format!("Move the window\n\n{trailers}"));
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
    let named = format!("Move the window\n\n{trailers}Decision: page-{COUNT}-at-night");
    repository.git(&["commit", "-q", "--amend", "-m", &named]);
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("decided before this change");
}
