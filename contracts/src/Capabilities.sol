// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRegistry, Role} from "./IRegistry.sol";
import {Paths} from "./Paths.sol";
import {Rules} from "./Rules.sol";

/// @title Who may do what with which resource
/// @notice A capability is actions on a resource subtree for a principal. It begins with a
/// grant of the resource's owner and can be delegated on at most three times, never to more
/// than the delegator holds. Revoking it ends everything below it, because each use walks up
/// to the owner's grant: a walk of at most four, whatever the number of capabilities.
/// Where an owner's rules ask for it, several must approve what a principal asked for, and
/// nobody can grant it alone. Where he wrote none, live pictures for an authority need the
/// owner and one other owner. In an emergency the glass is broken by whom the owner named for
/// that: who breaks it has access at once, for an hour at most and for all to see, and nobody of
/// the same sponsor does it again in that domain until its owner has said that he saw it.
///
/// Numbers are given out in the order of the chain, and another branch of it gives them to
/// others. So who decides about something that has a number signs its *content* too: the hash
/// of all that it says (`contentOf`, `contentOfRequest`).
/// @dev Storage that offline verifiers prove (`ledger/layout` computes the same slots):
///
///     slot 0  mapping(uint64 => Record)  base = keccak256(pad32(number) ‖ pad32(0))
///       base+0  grantor:20 | parent:4 | generation:2 | registration:2 |
///               actions:1 | depth:1 | segments:1 | revoked:1
///       base+1  grantee:20 | from:6 | until:6
///       base+2  path hash of the resource
///       base+3  weekdays:1 | from:2 | until:2
///     slot 2  capabilities:8 | requests:8
contract Capabilities {
    /// @notice How often a grant can be delegated on.
    uint8 public constant MAX_DEPTH = 3;
    /// @notice The bits of the actions that exist: live, recorded, features, events,
    /// export, control, biometrics.
    uint8 public constant ALL_ACTIONS = 0x7f;
    /// @notice The longest reason and the longest legal basis, in bytes.
    uint256 public constant MAX_TEXT = 512;
    /// @notice How long a broken glass gives access, in seconds.
    uint48 public constant MAX_GLASS = 1 hours;
    /// @notice How far from its block's time a broken glass may begin, in seconds: who sent it
    /// says when that is, so that no miner makes it end before it is known.
    uint48 public constant GLASS_SKEW = 5 minutes;
    /// @notice How long a request can be answered, in seconds.
    uint48 public constant REQUEST_LASTS = 30 days;
    /// @notice The last time that a window may reach: the end of the year 9999, beyond which no
    /// calendar text goes.
    uint48 public constant MAX_TIME = 253402300799;
    /// @notice How many delegations of one capability to one grantee are open at a time.
    uint256 public constant MAX_CHILDREN = 8;

    uint8 private constant LIVE = 1;
    uint8 private constant FEATURES = 4;

    /// @notice Hours of the week in the site's time zone; all zero is always.
    struct Hours {
        /// Bit 0 for Monday to bit 6 for Sunday.
        uint8 weekdays;
        /// Minutes of the day; `until` is not included.
        uint16 from;
        uint16 until;
    }

    /// @notice What is granted.
    struct Terms {
        string[] resource;
        uint8 actions;
        /// Seconds since 1970; `until` is not included.
        uint48 from;
        uint48 until;
        Hours week;
        uint8 depth;
    }

    /// @notice A capability as it stands.
    struct Capability {
        uint64 number;
        uint64 parent;
        address grantor;
        address grantee;
        string resource;
        uint8 actions;
        uint48 from;
        uint48 until;
        Hours week;
        uint8 depth;
        bool revoked;
        /// The granting owner's; 0 if it was delegated.
        uint16 generation;
        /// The grantee's.
        uint16 registration;
    }

    /// @notice What an authenticator signed: WebAuthn's assertion, with a low s.
    struct Assertion {
        bytes32[2] key;
        bytes authenticatorData;
        bytes clientDataJSON;
        bytes32[2] signature;
    }

    /// @notice Where a request stands. The numbers are those of `custos.RequestState`.
    enum State {
        None,
        Open,
        Approved,
        Denied
    }

    /// @notice A request for access as it stands.
    struct Request {
        uint64 number;
        address principal;
        string resource;
        uint8 actions;
        uint48 from;
        uint48 until;
        string reason;
        string legalBasis;
        State state;
        uint64 capability;
        uint48 made;
        uint16 registration;
    }

    /// @notice Why a use is allowed or not.
    enum Verdict {
        Allowed,
        UnknownCapability,
        NotGrantee,
        PrincipalInactive,
        OutsideResource,
        ActionMissing,
        OutsideWindow,
        OutsideHours,
        Revoked,
        DelegatorInactive,
        GrantorNotOwner
    }

    struct Record {
        address grantor;
        uint32 parent;
        uint16 generation;
        uint16 registration;
        uint8 actions;
        uint8 depth;
        uint8 segments;
        bool revoked;
        address grantee;
        uint48 from;
        uint48 until;
        bytes32 resource;
        Hours week;
        string path;
    }

    struct RequestRecord {
        address principal;
        uint48 from;
        uint48 until;
        uint8 actions;
        uint8 segments;
        State state;
        uint64 capability;
        uint48 made;
        uint16 registration;
        bytes32 resource;
        bytes32 content;
        string path;
        string reason;
        string legalBasis;
    }

    /// A broken glass that its owner has not acknowledged.
    struct Open {
        address sponsor;
        /// Where it stands in the list, from 1; 0 is nowhere.
        uint64 place;
        bytes32 domain;
    }

    /// @notice The registry that says who is who.
    IRegistry public immutable REGISTRY;

    mapping(uint64 number => Record) private _capabilities;
    mapping(uint64 number => RequestRecord) private _requests;
    uint64 private _capabilityCount;
    uint64 private _requestCount;
    // What an owner wrote holds in the generation in which he wrote it.
    mapping(address owner => mapping(uint16 generation => Rules.Book)) private _rules;
    // Until when an approval counts, in seconds since 1970.
    mapping(uint64 number => mapping(bytes32 terms => mapping(address account => uint48))) private _approvals;
    // Under the default rule: the owner beside the resource's who approved these terms last.
    mapping(uint64 number => mapping(bytes32 terms => address)) private _otherOwner;
    // The open delegations of a capability to a grantee: eight numbers of four bytes.
    mapping(uint64 parent => mapping(address grantee => uint256 numbers)) private _children;
    // The capabilities of broken glasses that no owner has acknowledged, in no order, and for
    // each domain and sponsor the one of theirs.
    uint64[] private _glasses;
    mapping(uint64 number => Open) private _open;
    mapping(bytes32 domain => mapping(address sponsor => uint64 number)) private _glassOf;

    /// @notice An owner granted, or a grantee delegated.
    event Granted(uint64 indexed number, address indexed grantor, address indexed grantee, Capability capability);
    /// @notice A capability ended, and with it everything delegated from it.
    event Revoked(uint64 indexed number, address indexed by, Capability capability);
    /// @notice A principal asked for access.
    event Requested(uint64 indexed number, address indexed principal, Request request);
    /// @notice An owner approved a request; the capability was granted in the same transaction.
    event Approved(uint64 indexed number, address indexed by, Request request);
    /// @notice An owner denied a request.
    event Denied(uint64 indexed number, address indexed by, string reason, Request request);

    /// @notice Someone approved a request on these terms, and it counts until a time; if others
    /// must too, nothing is granted yet.
    event ApprovalGiven(uint64 indexed number, address indexed by, uint48 expires, Terms terms);
    /// @notice An owner wrote the rules of his domain anew; `rulesOf` has them.
    event RulesSet(address indexed owner, bytes32 indexed domain, uint256 rules, bool sealed_);
    /// @notice Someone broke the glass; the capability was granted in the same transaction.
    event GlassBroken(uint64 indexed number, address indexed principal, string reason, Capability capability);
    /// @notice The owner saw that the glass was broken.
    event GlassAcknowledged(uint64 indexed number, address indexed by);

    /// @notice The account is not an active principal.
    error NotActive(address account);
    /// @notice The sender does not own the resource.
    error NotResourceOwner(address account, string resource);
    /// @notice No owner's domain holds the resource.
    error NoOwner(string resource);
    /// @notice There is no such capability.
    error UnknownCapability(uint64 number);
    /// @notice There is no such request.
    error UnknownRequest(uint64 number);
    /// @notice The request has its answer already, or can be answered no more.
    error NotOpen(uint64 number);
    /// @notice The sender is not the one to whom it was granted.
    error NotGrantee(uint64 number, address account);
    /// @notice The sender neither granted it nor owns the resource.
    error NotGrantor(uint64 number, address account);
    /// @notice The capability was revoked already.
    error AlreadyRevoked(uint64 number);
    /// @notice The capability, or one above it, no longer holds.
    error NotInForce(uint64 number, Verdict why);
    /// @notice More would be passed on than there is: the part that is more.
    error Exceeds(string what);
    /// @notice The actions are empty or do not exist.
    error BadActions(uint8 actions);
    /// @notice The window ends before it begins, or beyond the year 9999.
    error BadWindow(uint48 from, uint48 until);
    /// @notice The hours are none of a day, or of no day.
    error BadHours();
    /// @notice A capability can be delegated three times at most.
    error BadDepth(uint8 depth);
    /// @notice The text is too long, or empty where it is needed.
    error BadText();
    /// @notice Nobody may grant this alone: the principal must ask, and several approve.
    error NeedsApproval(string resource);
    /// @notice The account is not one of those who approve this.
    error NotApprover(uint64 number, address account);
    /// @notice The account approved this on these terms already.
    error AlreadyApproved(uint64 number, address account);
    /// @notice Nobody approves what he asked for himself.
    error OwnRequest(uint64 number);
    /// @notice The passkey did not sign this request on these terms.
    error BadAssertion(uint64 number);
    /// @notice What has this number has another content than what was decided about.
    error OtherContent(uint64 number);
    /// @notice The approval was to count until a time that is over.
    error Expired(uint48 until);
    /// @notice The grantee has as many open delegations of this capability as there can be.
    error TooManyDelegations(uint64 parent, address grantee);
    /// @notice The owner did not name the account, or this much, for emergencies.
    error GlassSealed(string resource);
    /// @notice The owner has not acknowledged the glass that the same sponsor's broke before.
    error GlassOpen(uint64 number);
    /// @notice The glass is broken for no time, for longer than an hour, or for another time than now.
    error BadGlass(uint48 from, uint48 until);
    /// @notice There is no unacknowledged broken glass of this number.
    error NoGlass(uint64 number);
    /// @notice There is nothing with this index.
    error NoSuchIndex(uint256 index);

    constructor(IRegistry registry) {
        REGISTRY = registry;
    }

    // ---- capabilities

    /// @notice The owner of a resource grants actions on it.
    /// @return number the capability's, from 1
    function grant(address grantee, Terms calldata terms) external returns (uint64 number) {
        bytes32[] memory segments = Paths.hashes(terms.resource);
        (address owner, uint16 generation, ) = REGISTRY.holderOf(segments);
        if (owner != msg.sender) revert NotResourceOwner(msg.sender, Paths.join(terms.resource));
        (Role role, uint16 registration) = _active(grantee);
        _requireNoRule(segments, owner, generation, role, terms);
        return _store(0, owner, generation, grantee, registration, terms, segments);
    }

    /// @notice The grantee of a capability passes some or all of it on.
    function delegate(uint64 parent, address grantee, Terms calldata terms) external returns (uint64 number) {
        Record storage p = _existing(parent);
        if (p.grantee != msg.sender) revert NotGrantee(parent, msg.sender);
        (, uint16 own) = _active(msg.sender);
        if (own != p.registration) revert NotActive(msg.sender);
        bytes32[] memory segments = Paths.hashes(terms.resource);
        if (!_within(segments, p.segments, p.resource)) revert Exceeds("resource");
        (address owner, uint16 generation, ) = REGISTRY.holderOf(segments);
        Verdict v = _inForce(p, owner, generation);
        if (v != Verdict.Allowed) revert NotInForce(parent, v);
        if (terms.actions & ~p.actions != 0) revert Exceeds("actions");
        if (terms.from < p.from || terms.until > p.until) revert Exceeds("window");
        if (!_hoursWithin(terms.week, p.week)) revert Exceeds("hours");
        // Also refuses when the parent's depth is 0.
        if (terms.depth >= p.depth) revert Exceeds("depth");
        (Role role, uint16 registration) = _active(grantee);
        _requireNoRule(segments, owner, generation, role, terms);
        number = _store(parent, msg.sender, 0, grantee, registration, terms, segments);
        _enlist(parent, grantee, number);
    }

    // Takes a place among the open delegations, or that of one that has ended.
    function _enlist(uint64 parent, address grantee, uint64 number) private {
        uint256 numbers = _children[parent][grantee];
        for (uint256 i = 0; i < MAX_CHILDREN; ++i) {
            uint64 child = uint32(numbers >> (32 * i));
            if (child != 0) {
                Record storage c = _capabilities[child];
                if (!c.revoked && c.until > block.timestamp) continue;
            }
            _children[parent][grantee] = (numbers & ~(uint256(type(uint32).max) << (32 * i))) | (uint256(number) << (32 * i));
            return;
        }
        revert TooManyDelegations(parent, grantee);
    }

    /// @notice Ends a capability for good: by who granted it, or by the owner at the top.
    /// @param content `contentOf` the capability that is meant
    function revoke(uint64 number, bytes32 content) external {
        Record storage c = _existing(number);
        if (c.revoked) revert AlreadyRevoked(number);
        if (c.grantor != msg.sender) {
            Record storage top = c;
            // At most MAX_DEPTH.
            for (uint256 i = 0; i < MAX_DEPTH && top.parent != 0; ++i) {
                top = _capabilities[top.parent];
            }
            if (top.grantor != msg.sender) revert NotGrantor(number, msg.sender);
        }
        if (_contentOf(c) != content) revert OtherContent(number);
        c.revoked = true;
        emit Revoked(number, msg.sender, capability(number));
    }

    function _store(
        uint64 parent,
        address grantor,
        uint16 generation,
        address grantee,
        uint16 registration,
        Terms memory terms,
        bytes32[] memory segments
    ) private returns (uint64 number) {
        _checkActions(terms.actions);
        _checkWindow(terms.from, terms.until);
        _checkHours(terms.week);
        if (terms.depth > MAX_DEPTH) revert BadDepth(terms.depth);
        number = ++_capabilityCount;
        // 2^32 grants are more than a chain of a block a second takes in a century.
        assert(number <= type(uint32).max);
        Record storage c = _capabilities[number];
        c.grantor = grantor;
        c.parent = uint32(parent);
        c.generation = generation;
        c.registration = registration;
        c.actions = terms.actions;
        c.depth = terms.depth;
        c.segments = uint8(segments.length);
        c.grantee = grantee;
        c.from = terms.from;
        c.until = terms.until;
        c.resource = Paths.prefix(segments, segments.length);
        c.week = terms.week;
        c.path = Paths.join(terms.resource);
        emit Granted(number, grantor, grantee, capability(number));
    }

    // ---- requests

    /// @notice An active principal asks for access to a resource.
    /// @return number the request's, from 1
    function request(
        string[] calldata resource,
        uint8 actions,
        uint48 from,
        uint48 until,
        string calldata reason,
        string calldata legalBasis
    ) external returns (uint64 number) {
        (, uint16 registration) = _active(msg.sender);
        bytes32[] memory segments = Paths.hashes(resource);
        string memory path = Paths.join(resource);
        if (REGISTRY.ownerOf(segments) == address(0)) revert NoOwner(path);
        _checkActions(actions);
        _checkWindow(from, until);
        if (bytes(reason).length == 0 || bytes(reason).length > MAX_TEXT) revert BadText();
        if (bytes(legalBasis).length > MAX_TEXT) revert BadText();
        number = ++_requestCount;
        RequestRecord storage r = _requests[number];
        r.principal = msg.sender;
        r.from = from;
        r.until = until;
        r.actions = actions;
        r.segments = uint8(segments.length);
        r.state = State.Open;
        r.made = uint48(block.timestamp);
        r.registration = registration;
        r.resource = Paths.prefix(segments, segments.length);
        r.content = keccak256(
            abi.encode(
                msg.sender,
                registration,
                r.resource,
                actions,
                from,
                until,
                keccak256(bytes(reason)),
                keccak256(bytes(legalBasis))
            )
        );
        r.path = path;
        r.reason = reason;
        r.legalBasis = legalBasis;
        emit Requested(number, msg.sender, requestOf(number));
    }

    /// @notice Approves what was asked for, or less of it: as the resource's owner, or as one of
    /// those whom his rules name. All must mean the same terms; the last one who is needed grants.
    /// What an approval grants cannot be delegated on.
    /// @param content `contentOfRequest` the request that is meant
    /// @param expires until when the approval counts, in seconds since 1970
    /// @return granted the capability's number; 0 if others must approve too
    function approve(
        uint64 number,
        bytes32 content,
        uint48 expires,
        Terms calldata terms
    ) external returns (uint64 granted) {
        return _approve(msg.sender, number, content, expires, terms);
    }

    /// @notice The same by a passkey, which is known by an address made from its key (`Passkeys.addressOf`). Anyone may
    /// bring its assertion, whose challenge is `approvalChallenge`: it holds for nothing else.
    function approveByPasskey(
        uint64 number,
        bytes32 content,
        uint48 expires,
        Terms calldata terms,
        Assertion calldata assertion
    ) external returns (uint64 granted) {
        address by = REGISTRY.passkeyOf(
            assertion.key,
            assertion.authenticatorData,
            assertion.clientDataJSON,
            assertion.signature,
            approvalChallenge(number, content, expires, terms)
        );
        if (by == address(0)) revert BadAssertion(number);
        return _approve(by, number, content, expires, terms);
    }

    function _approve(
        address by,
        uint64 number,
        bytes32 content,
        uint48 expires,
        Terms calldata terms
    ) private returns (uint64 granted) {
        RequestRecord storage r = _answerable(number, content);
        if (expires <= block.timestamp) revert Expired(expires);
        bytes32[] memory segments = Paths.hashes(terms.resource);
        if (!_within(segments, r.segments, r.resource)) revert Exceeds("resource");
        (address owner, uint16 generation, ) = REGISTRY.holderOf(segments);
        if (owner == address(0)) revert NoOwner(Paths.join(terms.resource));
        if (terms.actions & ~r.actions != 0) revert Exceeds("actions");
        if (terms.from < r.from || terms.until > r.until) revert Exceeds("window");
        if (terms.depth != 0) revert Exceeds("depth");
        if (by == r.principal) revert OwnRequest(number);
        if (!_mayDecide(by)) revert NotActive(by);
        (Role role, uint16 registration) = _active(r.principal);
        if (registration != r.registration) revert NotActive(r.principal);
        bytes32 digest = keccak256(abi.encode(terms));
        mapping(address => uint48) storage approvals = _approvals[number][digest];
        if (approvals[by] > block.timestamp) revert AlreadyApproved(number, by);
        approvals[by] = expires;
        emit ApprovalGiven(number, by, expires, terms);
        if (_ruled(owner, generation, terms.actions, role)) {
            if (!_enough(by, number, digest, owner)) return 0;
        } else if (!_enoughByRules(by, number, approvals, owner, _rules[owner][generation], segments, terms.actions, role)) {
            return 0;
        }
        r.state = State.Approved;
        granted = _store(0, owner, generation, r.principal, registration, terms, segments);
        r.capability = granted;
        emit Approved(number, by, requestOf(number));
    }

    // By the default rule: the owner and one other owner, in any order.
    function _enough(address by, uint64 number, bytes32 digest, address owner) private returns (bool) {
        mapping(address => uint48) storage approvals = _approvals[number][digest];
        if (by != owner) {
            if (!_isOwner(by)) revert NotApprover(number, by);
            _otherOwner[number][digest] = by;
        }
        address other = _otherOwner[number][digest];
        return approvals[owner] > block.timestamp && approvals[other] > block.timestamp && other != owner && _isOwner(other);
    }

    // Whether every rule that speaks of this has its approvals. Whoever no rule names may not
    // approve; where no rule speaks, the owner approves alone.
    function _enoughByRules(
        address by,
        uint64 number,
        mapping(address => uint48) storage approvals,
        address owner,
        Rules.Book storage book,
        bytes32[] memory segments,
        uint8 actions,
        Role role
    ) private view returns (bool enough) {
        enough = true;
        bool named = false;
        bool ruled = false;
        uint256 n = book.rules.length;
        // At most MAX_RULES.
        for (uint256 i = 0; i < n; ++i) {
            Rules.Stored storage rule = book.rules[i];
            if (!Rules.concerns(rule, segments, actions, uint8(role))) continue;
            ruled = true;
            if (Rules.names(rule, by)) named = true;
            uint256 votes = 0;
            uint256 m = rule.approvers.length;
            // At most MAX_APPROVERS.
            for (uint256 j = 0; j < m; ++j) {
                address a = rule.approvers[j];
                if (approvals[a] > block.timestamp && _mayDecide(a)) ++votes;
            }
            if (votes < rule.quorum) enough = false;
        }
        if (ruled ? !named : by != owner) revert NotApprover(number, by);
    }

    // Owners and active principals do, and what was taken out does not.
    function _mayDecide(address account) private view returns (bool) {
        if (_isOwner(account)) return true;
        (Role role, , ) = REGISTRY.standingOf(account);
        return role != Role.None;
    }

    function _isOwner(address account) private view returns (bool) {
        (uint16 generation, ) = REGISTRY.ownership(account);
        return generation != 0;
    }

    // Whether the default rule speaks of this: live pictures for an authority, where the owner
    // wrote nothing himself and there is another.
    function _ruled(address owner, uint16 generation, uint8 actions, Role role) private view returns (bool) {
        if (_rules[owner][generation].written || role != Role.Authority || actions & LIVE == 0) return false;
        return REGISTRY.activeOwners() > 1;
    }

    // Refuses what the rules leave to several.
    function _requireNoRule(
        bytes32[] memory segments,
        address owner,
        uint16 generation,
        Role role,
        Terms calldata terms
    ) private view {
        Rules.Book storage book = _rules[owner][generation];
        bool ruled = _ruled(owner, generation, terms.actions, role);
        uint256 n = book.rules.length;
        // At most MAX_RULES.
        for (uint256 i = 0; i < n && !ruled; ++i) {
            ruled = Rules.concerns(book.rules[i], segments, terms.actions, uint8(role));
        }
        if (ruled) revert NeedsApproval(Paths.join(terms.resource));
    }

    /// @notice The resource's owner refuses.
    /// @param content `contentOfRequest` the request that is meant
    /// @param resource the path that was asked for
    function deny(
        uint64 number,
        bytes32 content,
        string[] calldata resource,
        string calldata reason
    ) external {
        RequestRecord storage r = _answerable(number, content);
        bytes32[] memory segments = Paths.hashes(resource);
        if (segments.length != r.segments || Paths.prefix(segments, segments.length) != r.resource) {
            revert Exceeds("resource");
        }
        if (REGISTRY.ownerOf(segments) != msg.sender) revert NotResourceOwner(msg.sender, Paths.join(resource));
        if (bytes(reason).length == 0 || bytes(reason).length > MAX_TEXT) revert BadText();
        r.state = State.Denied;
        emit Denied(number, msg.sender, reason, requestOf(number));
    }

    // ---- rules

    /// @notice The sending owner writes the rules of his domain anew; none means that he approves
    /// and grants alone.
    /// @param glass who may break the glass there, and what it gives
    function setRules(Rules.Rule[] calldata rules, Rules.Glass calldata glass) external {
        (uint16 generation, bytes32 domain) = REGISTRY.ownership(msg.sender);
        if (generation == 0) revert NotResourceOwner(msg.sender, "");
        Rules.write(_rules[msg.sender][generation], domain, rules, glass);
        emit RulesSet(msg.sender, domain, rules.length, glass.actions == 0);
    }

    // ---- emergencies

    /// @notice Takes access at once and for a time, where the resource's owner named the sender for
    /// that. The owner can revoke it, and must acknowledge it before anybody for whom the same
    /// owner answers can do it again in this domain. Where the owner wrote no rules, the
    /// authorities for which he answers himself may, and have live pictures and features.
    /// @param from now, within GLASS_SKEW of the block's time
    /// @param until at most MAX_GLASS later
    function breakGlass(
        string[] calldata resource,
        uint8 actions,
        uint48 from,
        uint48 until,
        string calldata reason
    ) external returns (uint64 number) {
        (Role role, uint16 registration, address sponsor) = REGISTRY.standingOf(msg.sender);
        if (role == Role.None) revert NotActive(msg.sender);
        if (from >= until || until - from > MAX_GLASS) revert BadGlass(from, until);
        if (from + GLASS_SKEW < block.timestamp || from > block.timestamp + GLASS_SKEW) revert BadGlass(from, until);
        if (bytes(reason).length == 0 || bytes(reason).length > MAX_TEXT) revert BadText();
        bytes32[] memory segments = Paths.hashes(resource);
        (address owner, uint16 generation, bytes32 domain) = REGISTRY.holderOf(segments);
        if (owner == address(0)) revert NoOwner(Paths.join(resource));
        Rules.Book storage book = _rules[owner][generation];
        bool may = book.written
            ? actions & ~book.glassActions == 0 && Rules.mayBreak(book, msg.sender, uint8(role), sponsor)
            : actions & ~(LIVE | FEATURES) == 0 && role == Role.Authority && sponsor == owner;
        if (!may) revert GlassSealed(Paths.join(resource));
        uint64 open = _glassOf[domain][sponsor];
        if (open != 0) revert GlassOpen(open);
        Terms memory terms = Terms(resource, actions, from, until, Hours(0, 0, 0), 0);
        number = _store(0, owner, generation, msg.sender, registration, terms, segments);
        _glasses.push(number);
        _open[number] = Open(sponsor, uint64(_glasses.length), domain);
        _glassOf[domain][sponsor] = number;
        emit GlassBroken(number, msg.sender, reason, capability(number));
    }

    /// @notice The owner of the domain says that he saw it.
    /// @param content `contentOf` the capability of the broken glass that is meant
    function acknowledge(uint64 number, bytes32 content) external {
        Open memory o = _open[number];
        if (o.place == 0) revert NoGlass(number);
        Record storage c = _capabilities[number];
        (address owner, ) = REGISTRY.ownerOfDomain(o.domain);
        if (owner != msg.sender) revert NotResourceOwner(msg.sender, c.path);
        if (_contentOf(c) != content) revert OtherContent(number);
        uint64 last = _glasses[_glasses.length - 1];
        _glasses[o.place - 1] = last;
        _open[last].place = o.place;
        _glasses.pop();
        delete _open[number];
        delete _glassOf[o.domain][o.sponsor];
        emit GlassAcknowledged(number, msg.sender);
    }

    // ---- questions

    /// @notice Whether the principal may do this now, by this capability.
    /// @param segments the Keccak-256 of each segment of the resource's path
    /// @param action one or more bits, all of which are needed
    /// @param time seconds since 1970
    /// @param minuteOfWeek minutes since Monday 00:00 in the site's time zone
    /// @param number the capability; 0 asks for an owner's own right
    function isAllowed(
        address principal,
        bytes32[] calldata segments,
        uint8 action,
        uint48 time,
        uint16 minuteOfWeek,
        uint64 number
    ) external view returns (bool) {
        return check(principal, segments, action, time, minuteOfWeek, number) == Verdict.Allowed;
    }

    /// @notice The same, saying why not.
    function check(
        address principal,
        bytes32[] calldata segments,
        uint8 action,
        uint48 time,
        uint16 minuteOfWeek,
        uint64 number
    ) public view returns (Verdict) {
        if (action == 0 || action & ~ALL_ACTIONS != 0) return Verdict.ActionMissing;
        if (segments.length == 0 || segments.length > Paths.MAX_SEGMENTS) return Verdict.OutsideResource;
        if (number == 0) {
            bool own = principal != address(0) && REGISTRY.ownerOf(segments) == principal;
            return own ? Verdict.Allowed : Verdict.UnknownCapability;
        }
        Record storage c = _capabilities[number];
        if (c.grantee == address(0)) return Verdict.UnknownCapability;
        if (c.grantee != principal) return Verdict.NotGrantee;
        (Role role, uint16 registration, ) = REGISTRY.standingOf(principal);
        if (role == Role.None || registration != c.registration) return Verdict.PrincipalInactive;
        if (!_within(segments, c.segments, c.resource)) return Verdict.OutsideResource;
        if (action & ~c.actions != 0) return Verdict.ActionMissing;
        if (time < c.from || time >= c.until) return Verdict.OutsideWindow;
        if (!_hoursHold(c.week, minuteOfWeek)) return Verdict.OutsideHours;
        (address owner, uint16 generation, ) = REGISTRY.holderOf(segments);
        return _inForce(c, owner, generation);
    }

    /// @notice How many capabilities there ever were; they are numbered from 1.
    function capabilityCount() external view returns (uint64) {
        return _capabilityCount;
    }

    /// @notice A capability as it stands; it may yet be void by one above it.
    function capability(uint64 number) public view returns (Capability memory) {
        Record storage c = _existing(number);
        return
            Capability({
                number: number,
                parent: c.parent,
                grantor: c.grantor,
                grantee: c.grantee,
                resource: c.path,
                actions: c.actions,
                from: c.from,
                until: c.until,
                week: c.week,
                depth: c.depth,
                revoked: c.revoked,
                generation: c.generation,
                registration: c.registration
            });
    }

    /// @notice The hash of all that a capability says: who granted what to whom, and for when.
    function contentOf(uint64 number) external view returns (bytes32) {
        return _contentOf(_existing(number));
    }

    /// @notice The hash of all that a request says: who asks for what, for when and why.
    function contentOfRequest(uint64 number) external view returns (bytes32) {
        if (_requests[number].state == State.None) revert UnknownRequest(number);
        return _requests[number].content;
    }

    /// @notice The rules of a domain, by its path hash. Where none were written, the default holds.
    function rulesOf(
        bytes32 domain
    ) external view returns (Rules.Stored[] memory rules, bool written, Rules.Glass memory glass) {
        (address owner, ) = REGISTRY.ownerOfDomain(domain);
        (uint16 generation, ) = REGISTRY.ownership(owner);
        Rules.Book storage book = _rules[owner][generation];
        return (book.rules, book.written, Rules.Glass(book.glassActions, book.glassRoles, book.glassNamed));
    }

    /// @notice What a passkey signs to approve a request on these terms, here and nowhere else.
    function approvalChallenge(
        uint64 number,
        bytes32 content,
        uint48 expires,
        Terms calldata terms
    ) public view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    "custos: approve a request",
                    block.chainid,
                    address(this),
                    number,
                    content,
                    expires,
                    keccak256(abi.encode(terms))
                )
            );
    }

    /// @notice How many broken glasses no owner has acknowledged.
    function glassCount() external view returns (uint256) {
        return _glasses.length;
    }

    /// @notice The capability of the broken glass with this index, from 0; the order may change.
    function glassAt(uint256 index) external view returns (uint64) {
        if (index >= _glasses.length) revert NoSuchIndex(index);
        return _glasses[index];
    }

    /// @notice The capability of the unacknowledged glass that a sponsor's broke in a domain; 0 if
    /// there is none.
    function glassOf(bytes32 domain, address sponsor) external view returns (uint64) {
        return _glassOf[domain][sponsor];
    }

    /// @notice How many requests there ever were; they are numbered from 1.
    function requestCount() external view returns (uint64) {
        return _requestCount;
    }

    /// @notice A request as it stands.
    function requestOf(uint64 number) public view returns (Request memory) {
        RequestRecord storage r = _requests[number];
        if (r.state == State.None) revert UnknownRequest(number);
        return
            Request({
                number: number,
                principal: r.principal,
                resource: r.path,
                actions: r.actions,
                from: r.from,
                until: r.until,
                reason: r.reason,
                legalBasis: r.legalBasis,
                state: r.state,
                capability: r.capability,
                made: r.made,
                registration: r.registration
            });
    }

    // Walks up to the grant of the resource's owner. What a child was allowed at its creation
    // cannot shrink above it, so only what can change is looked at: revocation, registration and
    // ownership.
    function _inForce(Record storage c, address owner, uint16 generation) private view returns (Verdict) {
        // At most MAX_DEPTH + 1.
        for (uint256 i = 0; i <= MAX_DEPTH; ++i) {
            if (c.revoked) return Verdict.Revoked;
            if (c.parent == 0) {
                bool his = c.grantor == owner && c.generation == generation;
                return his ? Verdict.Allowed : Verdict.GrantorNotOwner;
            }
            Record storage parent = _capabilities[c.parent];
            (Role role, uint16 registration, ) = REGISTRY.standingOf(c.grantor);
            if (role == Role.None || registration != parent.registration) return Verdict.DelegatorInactive;
            c = parent;
        }
        return Verdict.UnknownCapability;
    }

    function _contentOf(Record storage c) private view returns (bytes32) {
        Hours memory h = c.week;
        return
            keccak256(
                abi.encode(
                    c.grantor,
                    c.generation,
                    c.grantee,
                    c.registration,
                    c.resource,
                    c.actions,
                    c.from,
                    c.until,
                    h.weekdays,
                    h.from,
                    h.until,
                    c.depth
                )
            );
    }

    function _within(bytes32[] memory segments, uint256 length, bytes32 root) private pure returns (bool) {
        return segments.length >= length && Paths.prefix(segments, length) == root;
    }

    function _hoursHold(Hours memory h, uint16 minuteOfWeek) private pure returns (bool) {
        if (h.weekdays == 0) return true;
        uint256 day = minuteOfWeek / 1440;
        uint256 minute = minuteOfWeek % 1440;
        return day < 7 && (h.weekdays >> day) & 1 == 1 && minute >= h.from && minute < h.until;
    }

    function _hoursWithin(Hours memory child, Hours memory parent) private pure returns (bool) {
        if (parent.weekdays == 0) return true;
        if (child.weekdays == 0) child = Hours(0x7f, 0, 1440);
        return child.weekdays & ~parent.weekdays == 0 && child.from >= parent.from && child.until <= parent.until;
    }

    function _checkHours(Hours memory h) private pure {
        if (h.weekdays == 0) {
            if (h.from != 0 || h.until != 0) revert BadHours();
        } else if (h.weekdays > 0x7f || h.from >= h.until || h.until > 1440) {
            revert BadHours();
        }
    }

    function _checkActions(uint8 actions) private pure {
        if (actions == 0 || actions & ~ALL_ACTIONS != 0) revert BadActions(actions);
    }

    function _checkWindow(uint48 from, uint48 until) private pure {
        if (from >= until || until > MAX_TIME) revert BadWindow(from, until);
    }

    // Refuses whoever is not active.
    function _active(address account) private view returns (Role role, uint16 registration) {
        (role, registration, ) = REGISTRY.standingOf(account);
        if (role == Role.None) revert NotActive(account);
    }

    function _existing(uint64 number) private view returns (Record storage c) {
        c = _capabilities[number];
        if (c.grantee == address(0)) revert UnknownCapability(number);
    }

    // The request of this number, if it can be answered now and is the one that is meant.
    function _answerable(uint64 number, bytes32 content) private view returns (RequestRecord storage r) {
        r = _requests[number];
        if (r.state == State.None) revert UnknownRequest(number);
        if (r.content != content) revert OtherContent(number);
        bool over = block.timestamp >= r.until || block.timestamp >= r.made + REQUEST_LASTS;
        if (r.state != State.Open || over) revert NotOpen(number);
    }
}
