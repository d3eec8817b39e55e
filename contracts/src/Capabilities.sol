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
/// owner and one other owner. In an emergency an authority breaks the glass: it has access at
/// once, for an hour at most and for all to see, and not again until the owner has said that
/// he saw it.
/// @dev Storage that offline verifiers prove (`ledger/layout` computes the same slots):
///
///     slot 0  mapping(uint64 => Record)  base = keccak256(pad32(number) ‖ pad32(0))
///       base+0  grantor:20 | parent:8 | actions:1 | depth:1 | segments:1 | revoked:1
///       base+1  grantee:20 | from:6 | until:6
///       base+2  path hash of the resource
///       base+3  weekdays:1 | from:2 | until:2
///     slot 2  capabilities:8 | requests:8
contract Capabilities {
    /// @notice How often a grant can be delegated on.
    uint8 public constant MAX_DEPTH = 3;
    /// @notice The bits of the actions that exist: live, recorded, features, events, export, control.
    uint8 public constant ALL_ACTIONS = 0x3f;
    /// @notice The longest reason and the longest legal basis, in bytes.
    uint256 public constant MAX_TEXT = 512;
    /// @notice How long a broken glass gives access, in seconds.
    uint48 public constant MAX_GLASS = 1 hours;
    /// @notice A broken glass holds from so many seconds before its block, for clocks differ.
    uint48 public constant GLASS_SLACK = 60;

    uint8 private constant LIVE = 1;

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
        uint64 parent;
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
        bytes32 resource;
        string path;
        string reason;
        string legalBasis;
    }

    /// @notice The registry that says who is who.
    IRegistry public immutable REGISTRY;

    mapping(uint64 number => Record) private _capabilities;
    mapping(uint64 number => RequestRecord) private _requests;
    uint64 private _capabilityCount;
    uint64 private _requestCount;
    mapping(bytes32 domain => Rules.Book) private _rules;
    mapping(uint64 number => mapping(bytes32 terms => mapping(address account => bool))) private _approvals;
    // Under the default rule: the owner beside the resource's who approved these terms last.
    mapping(uint64 number => mapping(bytes32 terms => address)) private _otherOwner;
    mapping(uint64 number => uint64[]) private _children;
    // The capabilities of broken glasses that no owner has acknowledged, in no order, and for
    // each principal the one of his.
    uint64[] private _glasses;
    mapping(uint64 number => uint256 place) private _glassPlace;
    mapping(address principal => uint64 number) private _glassOf;

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

    /// @notice Someone approved a request on these terms; if others must too, nothing is granted yet.
    event ApprovalGiven(uint64 indexed number, address indexed by, Terms terms);
    /// @notice An owner wrote the rules of his domain anew; `rulesOf` has them.
    event RulesSet(address indexed owner, bytes32 indexed domain, uint256 rules, bool sealed_);
    /// @notice An authority broke the glass; the capability was granted in the same transaction.
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
    /// @notice The request has its answer already.
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
    /// @notice The window ends before it begins.
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
    /// @notice Only an authority can break the glass.
    error NotAnAuthority(address account);
    /// @notice The owner does not let the glass of his domain be broken.
    error GlassSealed(string resource);
    /// @notice The owner has not acknowledged the glass that the principal broke before.
    error GlassOpen(uint64 number);
    /// @notice The glass is broken for no time, or for longer than an hour.
    error BadGlass(uint48 duration);
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
        _requireResourceOwner(segments, terms.resource);
        _requireNoRule(segments, msg.sender, grantee, terms);
        return _store(0, msg.sender, grantee, terms, segments);
    }

    /// @notice The grantee of a capability passes some or all of it on.
    function delegate(uint64 parent, address grantee, Terms calldata terms) external returns (uint64 number) {
        Record storage p = _existing(parent);
        if (p.grantee != msg.sender) revert NotGrantee(parent, msg.sender);
        if (!REGISTRY.isActive(msg.sender)) revert NotActive(msg.sender);
        bytes32[] memory segments = Paths.hashes(terms.resource);
        if (!_within(segments, p.segments, p.resource)) revert Exceeds("resource");
        Verdict v = _inForce(p, segments);
        if (v != Verdict.Allowed) revert NotInForce(parent, v);
        if (terms.actions & ~p.actions != 0) revert Exceeds("actions");
        if (terms.from < p.from || terms.until > p.until) revert Exceeds("window");
        if (!_hoursWithin(terms.week, p.week)) revert Exceeds("hours");
        // Also refuses when the parent's depth is 0.
        if (terms.depth >= p.depth) revert Exceeds("depth");
        _requireNoRule(segments, REGISTRY.ownerOf(segments), grantee, terms);
        number = _store(parent, msg.sender, grantee, terms, segments);
        _children[parent].push(number);
    }

    /// @notice Ends a capability for good: by who granted it, or by the owner at the top.
    function revoke(uint64 number) external {
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
        c.revoked = true;
        emit Revoked(number, msg.sender, capability(number));
    }

    function _store(
        uint64 parent,
        address grantor,
        address grantee,
        Terms memory terms,
        bytes32[] memory segments
    ) private returns (uint64 number) {
        if (!REGISTRY.isActive(grantee)) revert NotActive(grantee);
        _checkActions(terms.actions);
        if (terms.from >= terms.until) revert BadWindow(terms.from, terms.until);
        _checkHours(terms.week);
        if (terms.depth > MAX_DEPTH) revert BadDepth(terms.depth);
        number = ++_capabilityCount;
        Record storage c = _capabilities[number];
        c.grantor = grantor;
        c.parent = parent;
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
        if (!REGISTRY.isActive(msg.sender)) revert NotActive(msg.sender);
        bytes32[] memory segments = Paths.hashes(resource);
        string memory path = Paths.join(resource);
        if (REGISTRY.ownerOf(segments) == address(0)) revert NoOwner(path);
        _checkActions(actions);
        if (from >= until) revert BadWindow(from, until);
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
        r.resource = Paths.prefix(segments, segments.length);
        r.path = path;
        r.reason = reason;
        r.legalBasis = legalBasis;
        emit Requested(number, msg.sender, requestOf(number));
    }

    /// @notice Approves what was asked for, or less of it: as the resource's owner, or as one of
    /// those whom his rules name. All must mean the same terms; the last one who is needed grants.
    /// What an approval grants cannot be delegated on.
    /// @return granted the capability's number; 0 if others must approve too
    function approve(uint64 number, Terms calldata terms) external returns (uint64 granted) {
        return _approve(msg.sender, number, terms);
    }

    /// @notice The same by a passkey, which is known by an address made from its key (`Passkeys.addressOf`). Anyone may
    /// bring its assertion, whose challenge is `approvalChallenge`: it holds for nothing else.
    function approveByPasskey(
        uint64 number,
        Terms calldata terms,
        Assertion calldata assertion
    ) external returns (uint64 granted) {
        address by = REGISTRY.passkeyOf(
            assertion.key,
            assertion.authenticatorData,
            assertion.clientDataJSON,
            assertion.signature,
            approvalChallenge(number, terms)
        );
        if (by == address(0)) revert BadAssertion(number);
        return _approve(by, number, terms);
    }

    function _approve(address by, uint64 number, Terms calldata terms) private returns (uint64 granted) {
        RequestRecord storage r = _open(number);
        bytes32[] memory segments = Paths.hashes(terms.resource);
        if (!_within(segments, r.segments, r.resource)) revert Exceeds("resource");
        address owner = REGISTRY.ownerOf(segments);
        if (owner == address(0)) revert NoOwner(Paths.join(terms.resource));
        if (terms.actions & ~r.actions != 0) revert Exceeds("actions");
        if (terms.from < r.from || terms.until > r.until) revert Exceeds("window");
        if (terms.depth != 0) revert Exceeds("depth");
        if (by == r.principal) revert OwnRequest(number);
        if (!_mayDecide(by)) revert NotActive(by);
        bytes32 digest = keccak256(abi.encode(terms));
        if (_approvals[number][digest][by]) revert AlreadyApproved(number, by);
        _approvals[number][digest][by] = true;
        emit ApprovalGiven(number, by, terms);
        if (!_enough(by, number, digest, owner, segments, terms.actions)) return 0;
        r.state = State.Approved;
        granted = _store(0, owner, r.principal, terms, segments);
        r.capability = granted;
        emit Approved(number, by, requestOf(number));
    }

    // Whether every rule that speaks of this has its approvals. Whoever no rule names may not
    // approve; where no rule speaks, the owner approves alone, or with another by the default.
    function _enough(
        address by,
        uint64 number,
        bytes32 digest,
        address owner,
        bytes32[] memory segments,
        uint8 actions
    ) private returns (bool enough) {
        Role role = REGISTRY.roleOf(_requests[number].principal);
        Rules.Book storage book = _rules[REGISTRY.domainOf(owner)];
        mapping(address => bool) storage approved = _approvals[number][digest];
        enough = true;
        if (_defaultRule(book, actions, role)) {
            if (by != owner) {
                if (REGISTRY.domainOf(by) == 0) revert NotApprover(number, by);
                _otherOwner[number][digest] = by;
            }
            address other = _otherOwner[number][digest];
            return approved[owner] && other != owner && REGISTRY.domainOf(other) != 0;
        }
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
                if (approved[a] && _mayDecide(a)) ++votes;
            }
            if (votes < rule.quorum) enough = false;
        }
        if (ruled ? !named : by != owner) revert NotApprover(number, by);
    }

    // Owners and active principals do, and what was taken out does not.
    function _mayDecide(address account) private view returns (bool) {
        return REGISTRY.domainOf(account) != 0 || REGISTRY.isActive(account);
    }

    function _defaultRule(Rules.Book storage book, uint8 actions, Role role) private view returns (bool) {
        return !book.written && role == Role.Authority && actions & LIVE != 0 && REGISTRY.activeOwners() > 1;
    }

    // Refuses what the rules leave to several.
    function _requireNoRule(
        bytes32[] memory segments,
        address owner,
        address grantee,
        Terms calldata terms
    ) private view {
        Role role = REGISTRY.roleOf(grantee);
        Rules.Book storage book = _rules[REGISTRY.domainOf(owner)];
        bool ruled = _defaultRule(book, terms.actions, role);
        uint256 n = book.rules.length;
        // At most MAX_RULES.
        for (uint256 i = 0; i < n && !ruled; ++i) {
            ruled = Rules.concerns(book.rules[i], segments, terms.actions, uint8(role));
        }
        if (ruled) revert NeedsApproval(Paths.join(terms.resource));
    }

    /// @notice The resource's owner refuses.
    /// @param resource the path that was asked for
    function deny(uint64 number, string[] calldata resource, string calldata reason) external {
        RequestRecord storage r = _open(number);
        bytes32[] memory segments = Paths.hashes(resource);
        if (segments.length != r.segments || Paths.prefix(segments, segments.length) != r.resource) {
            revert Exceeds("resource");
        }
        _requireResourceOwner(segments, resource);
        if (bytes(reason).length == 0 || bytes(reason).length > MAX_TEXT) revert BadText();
        r.state = State.Denied;
        emit Denied(number, msg.sender, reason, requestOf(number));
    }

    // ---- rules

    /// @notice The sending owner writes the rules of his domain anew; none means that he approves
    /// and grants alone.
    /// @param sealed_ whether no authority may break the glass there
    function setRules(Rules.Rule[] calldata rules, bool sealed_) external {
        bytes32 domain = REGISTRY.domainOf(msg.sender);
        if (domain == 0) revert NotResourceOwner(msg.sender, "");
        Rules.write(_rules[domain], domain, rules, sealed_);
        emit RulesSet(msg.sender, domain, rules.length, sealed_);
    }

    // ---- emergencies

    /// @notice An authority takes access at once, from now and for a time. The owner of the resource
    /// can revoke it, and must acknowledge it before the same authority can do it again.
    /// @param duration seconds, at most an hour
    function breakGlass(
        string[] calldata resource,
        uint8 actions,
        uint48 duration,
        string calldata reason
    ) external returns (uint64 number) {
        if (REGISTRY.roleOf(msg.sender) != Role.Authority) revert NotAnAuthority(msg.sender);
        if (_glassOf[msg.sender] != 0) revert GlassOpen(_glassOf[msg.sender]);
        if (duration == 0 || duration > MAX_GLASS) revert BadGlass(duration);
        if (bytes(reason).length == 0 || bytes(reason).length > MAX_TEXT) revert BadText();
        bytes32[] memory segments = Paths.hashes(resource);
        address owner = REGISTRY.ownerOf(segments);
        if (owner == address(0)) revert NoOwner(Paths.join(resource));
        if (_rules[REGISTRY.domainOf(owner)].sealed_) revert GlassSealed(Paths.join(resource));
        uint48 now_ = uint48(block.timestamp);
        Terms memory terms = Terms(resource, actions, now_ - GLASS_SLACK, now_ + duration, Hours(0, 0, 0), 0);
        number = _store(0, owner, msg.sender, terms, segments);
        _glasses.push(number);
        _glassPlace[number] = _glasses.length;
        _glassOf[msg.sender] = number;
        emit GlassBroken(number, msg.sender, reason, capability(number));
    }

    /// @notice The resource's owner says that he saw it.
    /// @param resource the path for which the glass was broken
    function acknowledge(uint64 number, string[] calldata resource) external {
        uint256 place = _glassPlace[number];
        if (place == 0) revert NoGlass(number);
        Record storage c = _capabilities[number];
        bytes32[] memory segments = Paths.hashes(resource);
        if (segments.length != c.segments || Paths.prefix(segments, segments.length) != c.resource) {
            revert Exceeds("resource");
        }
        _requireResourceOwner(segments, resource);
        uint64 last = _glasses[_glasses.length - 1];
        _glasses[place - 1] = last;
        _glassPlace[last] = place;
        _glasses.pop();
        delete _glassPlace[number];
        delete _glassOf[c.grantee];
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
        if (!REGISTRY.isActive(principal)) return Verdict.PrincipalInactive;
        if (!_within(segments, c.segments, c.resource)) return Verdict.OutsideResource;
        if (action & ~c.actions != 0) return Verdict.ActionMissing;
        if (time < c.from || time >= c.until) return Verdict.OutsideWindow;
        if (!_hoursHold(c.week, minuteOfWeek)) return Verdict.OutsideHours;
        return _inForce(c, segments);
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
                revoked: c.revoked
            });
    }

    /// @notice How many capabilities were delegated from this one.
    function childCount(uint64 number) external view returns (uint256) {
        return _children[number].length;
    }

    /// @notice The capability with this index, from 0, among those delegated from this one.
    function childAt(uint64 number, uint256 index) external view returns (uint64) {
        if (index >= _children[number].length) revert NoSuchIndex(index);
        return _children[number][index];
    }

    /// @notice The rules of a domain, by its path hash. Where none were written, the default holds.
    function rulesOf(
        bytes32 domain
    ) external view returns (Rules.Stored[] memory rules, bool written, bool sealed_) {
        Rules.Book storage book = _rules[domain];
        return (book.rules, book.written, book.sealed_);
    }

    /// @notice What a passkey signs to approve a request on these terms, here and nowhere else.
    function approvalChallenge(uint64 number, Terms calldata terms) public view returns (bytes32) {
        return
            keccak256(
                abi.encode("custos: approve a request", block.chainid, address(this), number, keccak256(abi.encode(terms)))
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

    /// @notice The capability of the unacknowledged glass that a principal broke; 0 if there is none.
    function glassOf(address principal) external view returns (uint64) {
        return _glassOf[principal];
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
                capability: r.capability
            });
    }

    // Walks up to the owner's grant. What a child was allowed at its creation cannot shrink
    // above it, so only what can change is looked at: revocation, activity and ownership.
    function _inForce(Record storage c, bytes32[] memory segments) private view returns (Verdict) {
        // At most MAX_DEPTH + 1.
        for (uint256 i = 0; i <= MAX_DEPTH; ++i) {
            if (c.revoked) return Verdict.Revoked;
            if (c.parent == 0) {
                return REGISTRY.ownerOf(segments) == c.grantor ? Verdict.Allowed : Verdict.GrantorNotOwner;
            }
            if (!REGISTRY.isActive(c.grantor)) return Verdict.DelegatorInactive;
            c = _capabilities[c.parent];
        }
        return Verdict.UnknownCapability;
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

    function _requireResourceOwner(bytes32[] memory segments, string[] memory resource) private view {
        if (REGISTRY.ownerOf(segments) != msg.sender) revert NotResourceOwner(msg.sender, Paths.join(resource));
    }

    function _existing(uint64 number) private view returns (Record storage c) {
        c = _capabilities[number];
        if (c.grantee == address(0)) revert UnknownCapability(number);
    }

    function _open(uint64 number) private view returns (RequestRecord storage r) {
        r = _requests[number];
        if (r.state == State.None) revert UnknownRequest(number);
        if (r.state != State.Open) revert NotOpen(number);
    }
}
