-- NETCONF in Wireshark: takes the framing of RFC 6242 off, and shows what is said as XML.
-- Put it into Wireshark's folder of personal Lua plugins, or start with -X lua_script:netconf.lua.
-- Over TLS it is found on the registered ports 6513 and 4335, elsewhere by how a session begins; over bare TCP by that, or by
-- Decode As.

local netconf = Proto("netconf", "Network Configuration Protocol")

local f = {
    framing = ProtoField.string("netconf.framing", "Framing"),
    message = ProtoField.string("netconf.message", "Message"),
    operation = ProtoField.string("netconf.operation", "Operation"),
    id = ProtoField.string("netconf.message_id", "Message-id"),
    session = ProtoField.string("netconf.session_id", "Session-id"),
    chunk = ProtoField.uint32("netconf.chunk", "Chunk", base.DEC),
    length = ProtoField.uint32("netconf.length", "Length without framing", base.DEC),
}
netconf.fields = { f.framing, f.message, f.operation, f.id, f.session, f.chunk, f.length }

local bad_chunk = ProtoExpert.new("netconf.chunk.bad", "Neither a chunk nor the end of chunks (RFC 6242 section 4.2)",
    expert.group.MALFORMED, expert.severity.ERROR)
local rpc_error = ProtoExpert.new("netconf.rpc_error", "The device reports an error",
    expert.group.RESPONSE_CODE, expert.severity.NOTE)
netconf.experts = { bad_chunk, rpc_error }

local END_OF_MESSAGE = "]]>]]>"
local END_OF_CHUNKS = "\n##\n"
local LONGEST_HEADER = 13 -- newline, number sign, ten digits, newline
local HEAD = 4096         -- where the root element of a message is looked for

local xml = Dissector.get("xml")

-- A message in front of the text, from an offset counted from 1. Gives the offset behind it, its content, and its chunks;
-- nothing if it is not whole yet; or false if it is no NETCONF.
local function take(text, from)
    if text:byte(from) ~= 10 then
        local first, last = text:find(END_OF_MESSAGE, from, true)
        if first then
            return last + 1, text:sub(from, first - 1), nil
        end
        return nil
    end
    if #text == from then
        return nil
    end
    if text:sub(from, from + 1) ~= "\n#" then
        -- whitespace between messages of the other framing
        local after = text:find("%S", from)
        if not after then
            return nil
        end
        return take(text, after)
    end
    local parts, chunks, at = {}, {}, from
    while true do
        if text:sub(at, at + 3) == END_OF_CHUNKS then
            return at + 4, table.concat(parts), chunks
        end
        local size = text:match("^\n#([1-9]%d*)\n", at)
        if not size or #size > 10 then
            local rest = text:sub(at, at + LONGEST_HEADER - 1)
            if #rest < LONGEST_HEADER and (rest:match("^\n?#?#?$") or rest:match("^\n#%d+$")) then
                return nil
            end
            return false
        end
        local content = at + 3 + #size
        local behind = content + tonumber(size)
        if behind > #text + 1 then
            return nil
        end
        parts[#parts + 1] = text:sub(content, behind - 1)
        chunks[#chunks + 1] = { at = at, size = tonumber(size) }
        at = behind
    end
end

-- The name of the first element from an offset on, past declarations and comments; where its tag ends; and the tag itself.
local function element(text, from)
    local at = from
    while true do
        local open = text:find("<", at, true)
        if not open then
            return nil
        end
        local behind
        if text:sub(open, open + 3) == "<!--" then
            behind = select(2, text:find("-->", open, true))
        elseif text:sub(open, open + 1) == "<?" then
            behind = select(2, text:find("?>", open, true))
        else
            local close = text:find(">", open, true)
            local tag = text:sub(open, close or #text)
            local name = tag:match("^</?([^%s/>]+)")
            if name then
                name = name:gsub("^.*:", "")
            end
            return name, close, tag
        end
        if not behind then
            return nil
        end
        at = behind + 1
    end
end

local function describe(content, tree)
    local head = content:sub(1, HEAD)
    local name, close, tag = element(head, 1)
    if not name then
        return "no XML"
    end
    local words = { name }
    tree:add(f.message, name):set_generated()
    local id = tag:match("[%s:]message%-id%s*=%s*[\"']([^\"']*)[\"']")
    if name == "rpc" or name == "rpc-reply" or name == "notification" then
        local inner = close and element(head, close + 1)
        if name == "notification" then
            inner = nil
            local _, time_close = element(head, (close or 0) + 1)
            local behind = time_close and head:find("</[^>]*eventTime%s*>", time_close)
            if behind then
                inner = element(head, (head:find(">", behind, true) or #head) + 1)
            end
        end
        if inner then
            words[#words + 1] = inner
            tree:add(f.operation, inner):set_generated()
        end
        if inner == "rpc-error" then
            local why = content:match("<[^>]*error%-tag[^>]*>%s*([^<]-)%s*<")
            words[#words + 1] = why
            tree:add_proto_expert_info(rpc_error)
        end
    elseif name == "hello" then
        local session = content:match("<[^>/]*session%-id[^>]*>%s*(%d+)%s*<")
        if session then
            words[#words + 1] = "session-id=" .. session
            tree:add(f.session, session):set_generated()
        end
    end
    if id then
        words[#words + 1] = "message-id=" .. id
        tree:add(f.id, id):set_generated()
    end
    return table.concat(words, " ")
end

local function show(buffer, pinfo, tree, from, behind, content, chunks)
    local range = buffer(from - 1, behind - from)
    local item = tree:add(netconf, range)
    item:add(f.framing, range, chunks and "chunks (base 1.1)" or "end of message (base 1.0)")
    item:add(f.length, #content):set_generated()
    for _, chunk in ipairs(chunks or {}) do
        item:add(f.chunk, buffer(chunk.at - 1, math.min(LONGEST_HEADER, behind - chunk.at)), chunk.size)
    end
    local words = describe(content, item)
    item:append_text(", " .. words)
    if #content > 0 then
        local plain
        if chunks and #chunks > 1 then
            plain = ByteArray.new(content, true):tvb("NETCONF message")
        else
            local start = chunks and chunks[1].at + 3 + #tostring(chunks[1].size) or behind - #END_OF_MESSAGE - #content
            plain = buffer(start - 1, #content):tvb()
        end
        xml:call(plain, pinfo, item)
    end
    return words
end

function netconf.dissector(buffer, pinfo, tree)
    local text = buffer:raw()
    local at, all = 1, {}
    local shown = tree
    while at <= #text do
        local behind, content, chunks = take(text, at)
        if behind == false then
            tree:add(netconf, buffer(at - 1)):add_proto_expert_info(bad_chunk)
            all[#all + 1] = "no chunk"
            break
        end
        if behind == nil then
            if text:find("^%s*$", at) and text:sub(at, at) ~= "\n" then
                break
            end
            pinfo.desegment_offset = at - 1
            pinfo.desegment_len = DESEGMENT_ONE_MORE_SEGMENT
            if #all == 0 then
                return
            end
            break
        end
        all[#all + 1] = show(buffer, pinfo, shown, at, behind, content, chunks)
        at = behind
    end
    -- the XML dissector has named itself in the columns
    pinfo.cols.protocol:set("NETCONF")
    pinfo.cols.info:set(table.concat(all, ", "))
    return #text
end

-- A session begins with a hello of NETCONF's namespace; what follows on that connection is NETCONF too. Inside TLS the
-- conversation belongs to TLS, so the connections are remembered here.
local known = {}
local stream = Field.new("tcp.stream")

function netconf.init()
    known = {}
end

local function is_hello(buffer)
    local text = buffer:raw(0, math.min(buffer:len(), HEAD))
    local name, _, tag = element(text, 1)
    return name == "hello" and text:find("^%s*<") and tag:find("urn:ietf:params:xml:ns:netconf:base:1.0", 1, true)
end

local function begins(buffer, pinfo, tree)
    local connection = tostring(stream())
    if not known[connection] and not is_hello(buffer) then
        return false
    end
    known[connection] = true
    netconf.dissector(buffer, pinfo, tree)
    return true
end

netconf:register_heuristic("tls", begins)
netconf:register_heuristic("tcp", begins)
local over_tls = DissectorTable.get("tls.port")
over_tls:add(6513, netconf)
over_tls:add(4335, netconf)
DissectorTable.get("tcp.port"):add_for_decode_as(netconf)
