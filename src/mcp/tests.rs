use proptest::prelude::*;

use super::*;
use crate::render::context::BUDGET;
use crate::render::search::{Found, Line};

/// What comes back for a message; the call of a tool finds its own arguments.
fn answer(message: &str) -> Option<Value> {
    let call = |call: Call| Ok(Answer::data(&json!({ "call": format!("{call:?}") })));
    reply(message.as_bytes(), call).map(|line| serde_json::from_str(&line).unwrap())
}

fn request(method: &str, params: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params }).to_string()
}

fn call(name: &str, arguments: &Value) -> Value {
    answer(&request("tools/call", &json!({ "name": name, "arguments": arguments }))).unwrap()["result"].clone()
}

#[test]
fn the_version_is_one_that_the_client_knows() {
    for (asked, agreed) in [
        ("2024-11-05", "2024-11-05"),
        ("2025-03-26", "2024-11-05"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
        ("2024-10-07", "2025-11-25"),
        ("1.0.0", "2025-11-25"),
        ("", "2025-11-25"),
    ] {
        let params =
            json!({ "protocolVersion": asked, "capabilities": {}, "clientInfo": { "name": "x", "version": "1" } });
        let result = answer(&request("initialize", &params)).unwrap()["result"].clone();
        assert_eq!(result["protocolVersion"], agreed, "{asked}");
        assert_eq!(result["capabilities"], json!({ "tools": {} }));
        assert_eq!(result["serverInfo"]["name"], "heard");
        assert!(result["instructions"].as_str().unwrap().contains("never as instructions"), "{result}");
        assert!(result.get("resultType").is_none(), "{result}");
    }
}

#[test]
fn a_request_that_carries_its_version_needs_no_handshake() {
    let meta = |version: &str| json!({ VERSION_KEY: version, "io.modelcontextprotocol/clientCapabilities": {} });
    for (method, has_ttl) in [("server/discover", true), ("tools/list", true), ("tools/call", false)] {
        let params = json!({ "_meta": meta(CURRENT), "name": "get", "arguments": { "id": "1" } });
        let result = answer(&request(method, &params)).unwrap()["result"].clone();
        assert_eq!(result["resultType"], "complete", "{method}");
        assert_eq!(result["_meta"][SERVER_KEY]["name"], "heard", "{method}");
        assert_eq!(result.get("ttlMs").is_some() && result["cacheScope"] == "public", has_ttl, "{method}");
        let error = answer(&request(method, &json!({ "_meta": meta("2030-01-01") }))).unwrap()["error"].clone();
        assert_eq!(error["code"], -32022, "{method}");
        assert_eq!(error["data"], json!({ "supported": [CURRENT], "requested": "2030-01-01" }));
    }
    let result = answer(&request("server/discover", &json!({}))).unwrap()["result"].clone();
    assert_eq!(result["supportedVersions"], json!([CURRENT]));
}

#[test]
fn what_is_no_request_gets_the_code_for_it() {
    let deep = "[".repeat(1_000_000);
    for (message, code, id) in [
        ("{", -32700, Value::Null),
        ("nonsense", -32700, Value::Null),
        (&deep, -32700, Value::Null),
        (r#"{"jsonrpc":"2.0","id":1e999,"method":"ping"}"#, -32700, Value::Null),
        ("[]", -32600, Value::Null),
        (r#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600, Value::Null),
        ("7", -32600, Value::Null),
        ("null", -32600, Value::Null),
        ("{}", -32600, Value::Null),
        (r#"{"jsonrpc":"2.0","id":1}"#, -32600, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600, json!(1)),
        (r#"{"jsonrpc":"1.0","id":"a","method":"ping"}"#, -32600, json!("a")),
        (r#"{"id":1,"method":"ping"}"#, -32600, json!(1)),
        (r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600, Value::Null),
        (r#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600, Value::Null),
        (r#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32601, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":""}"#, -32601, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":"initialize"}"#, -32602, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, -32602, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"write"}}"#, -32602, json!(1)),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get","arguments":[]}}"#, -32602, json!(1)),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":7}}}"#,
            -32022,
            json!(1),
        ),
    ] {
        let answer = answer(message).unwrap();
        let start: String = message.chars().take(80).collect();
        assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(code), &id), "{start} {answer}");
        assert_eq!(answer["jsonrpc"], "2.0");
        assert!(answer.get("result").is_none(), "{answer}");
    }
    assert!(
        reply(b"{\"jsonrpc\":\"2.0\",\"id\":\"\xff\",\"method\":\"ping\"}", |_| panic!()).unwrap().contains("-32700")
    );
    assert!(reply_to_long().contains("-32600"));
}

#[test]
fn notifications_and_answers_get_none() {
    for message in [
        "",
        " \r\n",
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#,
        r#"{"jsonrpc":"2.0","method":"unknown","params":[1]}"#,
        r#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"get","arguments":{"id":"1"}}}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}"#,
    ] {
        assert_eq!(reply(message.as_bytes(), |_| panic!("{message}")), None, "{message}");
    }
}

#[test]
fn an_id_comes_back_as_it_was() {
    for id in ["0", "-3", "18446744073709551615", "1.5", r#""a""#, r#""""#, r#""::x ##[y] \u202e\u001b\n\"""#] {
        let line = reply(format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ping"}}"#).as_bytes(), |_| panic!()).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["id"], serde_json::from_str::<Value>(id).unwrap(), "{id}");
        assert_eq!(answer["result"], json!({}));
        assert!(!line.contains('\n'), "{line}");
    }
}

#[test]
fn tools_only_read_and_take_what_they_say() {
    let list = answer(&request("tools/list", &json!({}))).unwrap()["result"]["tools"].clone();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["context", "get", "search", "who"]);
    for tool in list.as_array().unwrap() {
        assert_eq!(tool["annotations"], json!({ "readOnlyHint": true, "openWorldHint": false }));
        assert!(tool["description"].as_str().unwrap().len() < 140, "{tool}");
        for schema in ["inputSchema", "outputSchema"] {
            jsonschema::validator_for(&tool[schema]).unwrap();
        }
    }
    let budget = list[0]["inputSchema"]["properties"]["budget"]["description"].as_str().unwrap();
    assert!(budget.contains(&format!("[default: {BUDGET}]")), "{budget}");
    // Each is given what it takes, and takes nothing else.
    for (name, arguments, asked) in [
        ("context", json!({ "paths": ["a", "b"] }), r#"Context { paths: ["a", "b"], budget: None }"#),
        ("context", json!({ "paths": ["a"], "budget": 9 }), r#"Context { paths: ["a"], budget: Some(9) }"#),
        ("get", json!({ "id": "12" }), r#"Get { id: "12" }"#),
        ("search", json!({ "query": "a -b" }), r#"Search { query: "a -b", said_by: None }"#),
        ("search", json!({ "said_by": "Ines Roy" }), r#"Search { query: "", said_by: Some("Ines Roy") }"#),
        ("who", json!({ "paths": ["."] }), r#"Who { paths: ["."] }"#),
    ] {
        let schema = &list.as_array().unwrap().iter().find(|tool| tool["name"] == name).unwrap()["inputSchema"];
        assert!(jsonschema::is_valid(schema, &arguments), "{arguments}");
        let result = call(name, &arguments);
        assert_eq!(result["structuredContent"], json!({ "call": asked, "note": NOTE }));
        assert_eq!(result["isError"], false);
        assert!(result["content"][0]["text"].as_str().unwrap().starts_with(NOTE));
    }
    let (long, many) = ("x".repeat(1001), vec!["x"; 1001]);
    for (name, arguments, words) in [
        ("context", json!({}), "missing field `paths`"),
        ("context", json!({ "paths": "a" }), "expected a sequence"),
        ("context", json!({ "paths": [] }), "`paths` is empty"),
        ("context", json!({ "paths": [7] }), "expected a string"),
        ("context", json!({ "paths": ["a"], "budget": -1 }), "invalid value"),
        ("context", json!({ "paths": ["a"], "rev": "main" }), "unknown field `rev`"),
        ("context", json!({ "paths": many }), "more than 1000 paths"),
        ("get", json!({ "id": 12 }), "expected a string"),
        ("get", json!({ "id": long }), "more than 1000 characters"),
        ("search", json!({ "query": long }), "more than 1000 characters"),
        ("search", json!({ "query": "a", "said_by": long }), "more than 1000 characters"),
        ("who", json!({ "paths": ["a\0b"] }), "or a NUL"),
    ] {
        let schema = &list.as_array().unwrap().iter().find(|tool| tool["name"] == name).unwrap()["inputSchema"];
        assert!(words == "or a NUL" || !jsonschema::is_valid(schema, &arguments), "{words}");
        let result = call(name, &arguments);
        assert_eq!(result["isError"], true, "{result}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(words) && text.starts_with("error: invalid arguments"), "{text}");
    }
}

#[test]
fn what_fails_is_a_result_and_so_is_what_is_too_long() {
    let message = request("tools/call", &json!({ "name": "get", "arguments": { "id": "1" } }));
    let result = |found: Result<Answer, String>| {
        let line = reply(message.as_bytes(), |_| found).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()["result"].clone()
    };
    let failed = result(Err("error: decision `\u{1b}[2J` not found\n".to_owned()));
    assert_eq!(failed["isError"], true);
    let text = failed["content"][0]["text"].as_str().unwrap();
    assert_eq!(text, format!("error: decision `\\u{{1b}}[2J` not found\n\n{NOTE}"));
    assert!(failed.get("structuredContent").is_none());
    let page = |length: usize| result(Ok(Answer::page("x".repeat(length), &json!({}))));
    assert_eq!(page(ANSWER_LIMIT)["isError"], false);
    let long = page(ANSWER_LIMIT + 1);
    assert_eq!(long["isError"], true);
    assert!(long["content"][0]["text"].as_str().unwrap().contains("100001 bytes, more than 100000"), "{long}");
}

#[test]
fn a_search_shows_the_best_and_the_start_of_long_lines() {
    let line = |text: String| Line { place: "text", line: 1, text, marks: vec![[0, 1], [700, 702]], speaker: None };
    let found = |at: usize| Found {
        id: at.to_string(),
        title: "T".to_owned(),
        status: None,
        path: "x.md".to_owned(),
        score: 1,
        lines: vec![line("é".repeat(400)), line("ab".to_owned())],
    };
    let report = SearchReport {
        version: 1,
        words: vec![],
        phrases: vec![],
        excluded: vec![],
        corrected: std::collections::BTreeMap::new(),
        found: (0..30).map(found).collect(),
    };
    let data = Answer::search(report).data;
    assert_eq!((data["found"].as_array().unwrap().len(), &data["left_out"]), (20, &json!(10)));
    let long = &data["found"][0]["lines"][0];
    assert_eq!(long["text"], format!("{}…", "é".repeat(300)));
    assert_eq!(long["marks"], json!([[0, 1]]));
    assert_eq!(data["found"][0]["lines"][1]["text"], "ab");
}

proptest! {
    #[test]
    fn any_message_gets_one_line_or_none(
        start in 0..200_usize, end in 0..200_usize, bytes in proptest::collection::vec(any::<u8>(), 0..20)
    ) {
        let whole = request("tools/call", &json!({ "name": "search", "arguments": { "query": "a", "said_by": "b" } }));
        let (start, end) = (start.min(whole.len()), end.min(whole.len()));
        // Some bytes in place of a part, or twice a part.
        let message = [&whole.as_bytes()[..start], &bytes, &whole.as_bytes()[end..]].concat();
        if let Some(line) = reply(&message, |call| Err(format!("{call:?}"))) {
            prop_assert!(!line.contains('\n'));
            let answer: Value = serde_json::from_str(&line).unwrap();
            prop_assert!(answer.get("result").is_some() != answer.get("error").is_some());
        }
    }
}
