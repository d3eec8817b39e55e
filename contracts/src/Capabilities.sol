// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRegistry} from "./IRegistry.sol";
import {Paths} from "./Paths.sol";

/// @title Who may do what with which resource
/// @notice A capability is actions on a resource subtree for a principal. It begins with a
/// grant of the resource's owner and can be delegated on at most three times, never to more
/// than the delegator holds. Revoking it ends everything below it, because each use walks up
/// to the owner's grant: a walk of at most four, whatever the number of capabilities.
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

    constructor(IRegistry registry) {
        REGISTRY = registry;
    }

    // ---- capabilities

    /// @notice The owner of a resource grants actions on it.
    /// @return number the capability's, from 1
    function grant(address grantee, Terms calldata terms) external returns (uint64 number) {
        bytes32[] memory segments = Paths.hashes(terms.resource);
        _requireResourceOwner(segments, terms.resource);
        return _store(0, grantee, terms, segments);
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
        return _store(parent, grantee, terms, segments);
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
        c.grantor = msg.sender;
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
        emit Granted(number, msg.sender, grantee, capability(number));
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

    /// @notice The resource's owner grants what was asked for, or less of it. What an approval
    /// grants cannot be delegated on.
    /// @return granted the capability's number
    function approve(uint64 number, Terms calldata terms) external returns (uint64 granted) {
        RequestRecord storage r = _open(number);
        bytes32[] memory segments = Paths.hashes(terms.resource);
        _requireResourceOwner(segments, terms.resource);
        if (!_within(segments, r.segments, r.resource)) revert Exceeds("resource");
        if (terms.actions & ~r.actions != 0) revert Exceeds("actions");
        if (terms.from < r.from || terms.until > r.until) revert Exceeds("window");
        if (terms.depth != 0) revert Exceeds("depth");
        r.state = State.Approved;
        granted = _store(0, r.principal, terms, segments);
        r.capability = granted;
        emit Approved(number, msg.sender, requestOf(number));
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
