// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IRegistry, Role} from "./IRegistry.sol";
import {Passkeys} from "./Passkeys.sol";
import {Paths} from "./Paths.sol";

/// @title Owners, their votes, and principals
/// @notice Owners are set at genesis and changed only by a vote of m of the n active owners;
/// there is no administrator. Principals are registered and deactivated by their owner alone,
/// and each agrees to it by its own signature, so that nobody takes an account that is not his.
/// An account that ever was an owner is never a principal, and the other way round.
/// A node is one entry: its account, its TLS key and where it answers. The first node of an
/// owner joins with him, so that the others know him from the block in which he is one of them.
///
/// Nothing comes back by itself. A *generation* counts how often an account became an owner:
/// his principals have the one in which he registered them, and are active in no other. A
/// *registration* counts how often an account was registered, and what was granted to one of
/// them is not granted to the next. A *tenure* is known by the block in which a domain was admitted.
/// @dev Storage that offline verifiers prove (`ledger/layout` computes the same slots):
///
///     slot 0  mapping(address => OwnerRecord)      base = keccak256(pad32(account) ‖ pad32(0))
///       base+0  active:1 | listed:1 | segments:1 | since:8 | generation:2 | principals:2 |
///               tenure:4 (bytes, from the low end)
///       base+1  path hash of the domain
///       base+2  Ed25519 witness key
///     slot 1  mapping(address => PrincipalRecord)  base = keccak256(pad32(account) ‖ pad32(1))
///       base+0  owner:20 | role:1 | active:1 | segments:1 | since:4 | generation:2 | registration:2
///       base+1  path hash of the domain, 0 if it has none
///       base+2  SHA-256 of the TLS key's SubjectPublicKeyInfo, 0 if it has none
///       base+3  name: up to 31 bytes from the high end, twice their number in the lowest byte;
///               of more, twice their number and 1, and the bytes from keccak256(base+3) on
///     slot 4  threshold:2 | active owners:2 | epoch:8 | proposals:8
///
/// A principal is valid at a block if its base+0 says active, its owner's base+0 does, and both
/// have the same generation.
contract Registry is IRegistry {
    /// @notice The most owners that can be active at a time.
    uint16 public constant MAX_OWNERS = 64;
    /// @notice The most principals of an owner that can be active at a time.
    uint16 public constant MAX_PRINCIPALS = 1024;
    /// @notice The longest name of an owner or a principal, in bytes.
    uint256 public constant MAX_NAME = 127;
    /// @notice The longest text that says where a node answers, in bytes.
    uint256 public constant MAX_ENDPOINTS = 255;

    /// @notice What a proposal changes.
    enum ChangeKind {
        None,
        AddOwner,
        RemoveOwner,
        RotateOwner,
        SetThreshold,
        AcceptChain,
        HandOver
    }

    /// @notice An owner's first fog node. One without an account is none.
    struct NewNode {
        address account;
        string name;
        bytes32 tlsKey;
        string endpoints;
        /// Its consent, as for any principal; not looked at in a constructor.
        bytes consent;
    }

    /// @notice A party of the network as it joins.
    struct NewOwner {
        address account;
        string name;
        string[] domain;
        bytes32 witnessKey;
        NewNode node;
    }

    /// @notice A change that owners vote on. Fields that its kind does not use are empty.
    struct Change {
        ChangeKind kind;
        /// The owner to add, to remove or to rotate; HandOver: the registry of the new deployment.
        address account;
        /// RotateOwner: the account that takes the domain over; the same to change the witness key alone.
        address replacement;
        /// AddOwner.
        string name;
        /// AddOwner.
        string[] domain;
        /// AddOwner, RotateOwner.
        bytes32 witnessKey;
        /// How many votes a change needs once this one is made: more than half of the owners.
        /// AcceptChain and HandOver leave it as it is.
        uint16 threshold;
        /// AddOwner.
        NewNode node;
        /// AcceptChain: the hash of a block of this chain. HandOver: the hash that names the new
        /// deployment, the Keccak-256 of its chain id, genesis and contracts.
        bytes32 subject;
    }

    /// @notice An owner as it stands.
    struct Owner {
        address account;
        string name;
        string domain;
        bytes32 witnessKey;
        bool active;
        uint64 since;
        uint16 generation;
    }

    /// @notice A principal as it stands.
    struct Principal {
        address account;
        string name;
        Role role;
        address owner;
        string domain;
        bytes32 tlsKey;
        bool active;
        uint64 since;
        string endpoints;
        uint16 generation;
        uint16 registration;
    }

    /// @notice A principal as its owner registers it.
    struct NewPrincipal {
        address account;
        string name;
        Role role;
        /// Empty is allowed for cloud and authority only.
        string[] domain;
        bytes32 tlsKey;
        /// Where a node answers, as `kind=host:port` with a space between two; may be empty.
        string endpoints;
        /// The account's own signature of `consentTo`, 65 bytes; of a passkey, its encoded `Assertion`.
        bytes consent;
    }

    /// @notice What an authenticator signed: WebAuthn's assertion, with a low s.
    struct Assertion {
        bytes32[2] key;
        bytes authenticatorData;
        bytes clientDataJSON;
        bytes32[2] signature;
    }

    struct OwnerRecord {
        bool active;
        bool listed;
        uint8 segments;
        uint64 since;
        uint16 generation;
        /// How many of his principals are active.
        uint16 principals;
        /// The block in which the domain was admitted, by him or by whom he replaced.
        uint32 tenure;
        bytes32 domain;
        bytes32 witnessKey;
        string name;
        string path;
    }

    struct PrincipalRecord {
        address owner;
        Role role;
        bool active;
        uint8 segments;
        uint32 since;
        uint16 generation;
        uint16 registration;
        bytes32 domain;
        bytes32 tlsKey;
        string name;
        string path;
        string endpoints;
    }

    struct Proposal {
        bytes32 digest;
        uint64 epoch;
        uint16 votes;
        bool executed;
    }

    mapping(address account => OwnerRecord) private _owners;
    mapping(address account => PrincipalRecord) private _principals;
    mapping(bytes32 domain => address account) private _domainOwner;
    // How many domains lie strictly below a path, so that nesting is refused without a search.
    mapping(bytes32 path => uint256 count) private _domainsBelow;
    uint16 private _threshold;
    uint16 private _ownerCount;
    uint64 private _epoch;
    uint64 private _proposalCount;
    address[] private _ownerList;
    address[] private _principalList;
    mapping(uint64 number => Proposal) private _proposals;
    mapping(uint64 number => mapping(address account => bool)) private _voted;
    mapping(bytes32 blockHash => uint64 decided) private _accepted;
    address private _successor;
    bytes32 private _successorName;

    /// @notice An owner joined.
    event OwnerAdded(address indexed account, Owner owner);
    /// @notice An owner left; `owner` is what it was, inactive.
    event OwnerRemoved(address indexed account, Owner owner);
    /// @notice An owner's domain went to `replacement` with a new witness key.
    event OwnerRotated(address indexed account, address indexed replacement, Owner previous, Owner owner);
    /// @notice From now on so many votes are needed.
    event ThresholdSet(uint16 threshold, uint16 owners);
    /// @notice An owner proposed a change.
    event Proposed(uint64 indexed number, address indexed by, Change change);
    /// @notice An owner voted for a proposal, which now has so many votes.
    event Voted(uint64 indexed number, address indexed by, uint16 votes);
    /// @notice A proposal had its votes and was carried out.
    event Executed(uint64 indexed number);
    /// @notice The owners decided to go on with the chain that holds this block.
    event ChainAccepted(bytes32 indexed blockHash);
    /// @notice The owners moved to another deployment; this registry changes no more.
    event HandedOver(address indexed successor, bytes32 subject);
    /// @notice A principal was registered.
    event PrincipalRegistered(address indexed account, address indexed owner, Principal principal);
    /// @notice A node's TLS key or where it answers was replaced.
    event NodeUpdated(address indexed account, address indexed owner, Principal principal);
    /// @notice A principal was deactivated.
    event PrincipalDeactivated(address indexed account, address indexed owner, Principal principal);

    /// @notice The account is not an active owner.
    error NotAnOwner(address account);
    /// @notice The account is an active owner already.
    error OwnerExists(address account);
    /// @notice An owner leaves in a later block than that in which his domain was admitted.
    error JustAdmitted(address account);
    /// @notice The domain is, holds or lies within the domain of another owner.
    error DomainOverlaps(string domain);
    /// @notice The threshold must be more than half of the owners and at most all of them.
    error BadThreshold(uint16 threshold, uint16 owners);
    /// @notice There are as many owners as there can be.
    error TooManyOwners();
    /// @notice The zero address cannot take part.
    error ZeroAddress();
    /// @notice A witness key is needed.
    error NoWitnessKey();
    /// @notice The name is empty or too long.
    error BadName();
    /// @notice What says where a node answers is too long.
    error BadEndpoints();
    /// @notice A block hash, or the account and hash of a new deployment, is needed.
    error NoSubject();
    /// @notice The owners moved to another deployment, where changes are made now.
    error Closed(address successor);
    /// @notice The change has no kind that exists.
    error BadChange();
    /// @notice There is no such proposal.
    error UnknownProposal(uint64 number);
    /// @notice The change voted for is not the one proposed.
    error OtherChange(uint64 number);
    /// @notice The owners or the threshold changed since the proposal; it must be made again.
    error ProposalVoid(uint64 number);
    /// @notice The proposal was carried out already.
    error AlreadyExecuted(uint64 number);
    /// @notice The owner voted for it already.
    error AlreadyVoted(uint64 number, address account);
    /// @notice The role does not exist.
    error BadRole();
    /// @notice The domain is not the registering owner's.
    error OutsideDomain(string domain);
    /// @notice The principal is active under an owner, who must deactivate it first.
    error PrincipalTaken(address account, address owner);
    /// @notice The account is or was an owner, and can be no principal.
    error IsOwner(address account);
    /// @notice The account is or was a principal, and can be no owner.
    error IsPrincipal(address account);
    /// @notice The account did not sign that it agrees.
    error NoConsent(address account);
    /// @notice The owner has as many active principals as he can have.
    error TooManyPrincipals();
    /// @notice The principal is not an active one of the sender.
    error NotYourPrincipal(address account);
    /// @notice There is nothing with this index.
    error NoSuchIndex(uint256 index);

    /// @param owners the parties at genesis
    /// @param votes how many of them must vote for a change: more than half
    constructor(NewOwner[] memory owners, uint16 votes) {
        uint256 n = owners.length;
        if (n > MAX_OWNERS) revert TooManyOwners();
        // At most MAX_OWNERS.
        for (uint256 i = 0; i < n; ++i) {
            _addOwner(owners[i], true);
        }
        _setThreshold(votes);
    }

    // ---- owners and their votes

    /// @notice Proposes a change and votes for it.
    /// @return number the proposal's, from 1
    function propose(Change calldata change) external returns (uint64 number) {
        _requireOwner();
        _requireOpen();
        number = ++_proposalCount;
        _proposals[number] = Proposal({digest: _digest(change), epoch: _epoch, votes: 0, executed: false});
        emit Proposed(number, msg.sender, change);
        _vote(number, change);
    }

    /// @notice Votes for a proposal; the vote that reaches the threshold carries it out.
    /// @param change what is voted for, in full, so that nobody signs a bare number
    function vote(uint64 number, Change calldata change) external {
        _requireOwner();
        _requireOpen();
        _vote(number, change);
    }

    function _vote(uint64 number, Change calldata change) private {
        Proposal storage p = _proposals[number];
        if (p.digest == 0) revert UnknownProposal(number);
        if (p.executed) revert AlreadyExecuted(number);
        // Votes of a set of owners that no longer is must not decide anything.
        if (p.epoch != _epoch) revert ProposalVoid(number);
        if (p.digest != _digest(change)) revert OtherChange(number);
        if (_voted[number][msg.sender]) revert AlreadyVoted(number, msg.sender);
        _voted[number][msg.sender] = true;
        uint16 votes = ++p.votes;
        emit Voted(number, msg.sender, votes);
        if (votes < _threshold) return;
        p.executed = true;
        ++_epoch;
        emit Executed(number);
        _execute(change);
    }

    function _execute(Change memory change) private {
        if (change.kind == ChangeKind.AddOwner) {
            _addOwner(NewOwner(change.account, change.name, change.domain, change.witnessKey, change.node), false);
        } else if (change.kind == ChangeKind.RemoveOwner) {
            _removeOwner(change.account);
        } else if (change.kind == ChangeKind.RotateOwner) {
            _rotateOwner(change.account, change.replacement, change.witnessKey);
        } else if (change.kind == ChangeKind.AcceptChain) {
            if (change.subject == 0) revert NoSubject();
            _accepted[change.subject] = uint64(block.number);
            emit ChainAccepted(change.subject);
            return;
        } else if (change.kind == ChangeKind.HandOver) {
            if (change.subject == 0 || change.account == address(0)) revert NoSubject();
            _successor = change.account;
            _successorName = change.subject;
            emit HandedOver(change.account, change.subject);
            return;
        } else if (change.kind != ChangeKind.SetThreshold) {
            revert BadChange();
        }
        _setThreshold(change.threshold);
    }

    // Whoever takes part in a first block agrees by taking part: no consents are asked for there.
    function _addOwner(NewOwner memory o, bool agreed) private {
        if (o.account == address(0)) revert ZeroAddress();
        if (o.witnessKey == 0) revert NoWitnessKey();
        if (_principals[o.account].owner != address(0)) revert IsPrincipal(o.account);
        _checkName(o.name);
        OwnerRecord storage r = _owners[o.account];
        if (r.active) revert OwnerExists(o.account);
        if (_ownerCount == MAX_OWNERS) revert TooManyOwners();
        bytes32[] memory segments = Paths.hashes(o.domain);
        string memory path = Paths.join(o.domain);
        if (_ownerOf(segments) != address(0)) revert DomainOverlaps(path);
        uint256 n = segments.length;
        bytes32 domain = Paths.prefix(segments, n);
        if (_domainsBelow[domain] != 0) revert DomainOverlaps(path);
        _countBelow(segments, true);
        _domainOwner[domain] = o.account;
        if (!r.listed) _ownerList.push(o.account);
        r.active = true;
        r.listed = true;
        r.segments = uint8(n);
        r.since = uint64(block.number);
        ++r.generation;
        r.principals = 0;
        r.tenure = uint32(block.number);
        r.domain = domain;
        r.witnessKey = o.witnessKey;
        r.name = o.name;
        r.path = path;
        ++_ownerCount;
        emit OwnerAdded(o.account, owner(o.account));
        if (o.node.account != address(0)) {
            _register(
                o.account,
                NewPrincipal(
                    o.node.account,
                    o.node.name,
                    Role.Fog,
                    o.domain,
                    o.node.tlsKey,
                    o.node.endpoints,
                    o.node.consent
                ),
                agreed
            );
        }
    }

    function _removeOwner(address account) private {
        OwnerRecord storage r = _owners[account];
        if (!r.active) revert NotAnOwner(account);
        // Two admissions of a domain are told apart by their blocks.
        if (r.tenure == block.number && block.number != 0) revert JustAdmitted(account);
        r.active = false;
        delete _domainOwner[r.domain];
        _countBelow(_segmentsOf(r.path), false);
        --_ownerCount;
        emit OwnerRemoved(account, owner(account));
    }

    // What the old account registered and granted falls with it: the key may have been
    // stolen. Its logs stay, for they belong to the domain.
    function _rotateOwner(address account, address replacement, bytes32 witnessKey) private {
        OwnerRecord storage from = _owners[account];
        if (!from.active) revert NotAnOwner(account);
        if (replacement == address(0)) revert ZeroAddress();
        if (witnessKey == 0) revert NoWitnessKey();
        if (replacement != account) {
            OwnerRecord storage to = _owners[replacement];
            if (to.active) revert OwnerExists(replacement);
            if (_principals[replacement].owner != address(0)) revert IsPrincipal(replacement);
            if (!to.listed) _ownerList.push(replacement);
            from.active = false;
            to.active = true;
            to.listed = true;
            to.segments = from.segments;
            to.since = uint64(block.number);
            ++to.generation;
            to.principals = 0;
            to.tenure = from.tenure;
            to.domain = from.domain;
            to.name = from.name;
            to.path = from.path;
            _domainOwner[from.domain] = replacement;
        }
        _owners[replacement].witnessKey = witnessKey;
        emit OwnerRotated(account, replacement, owner(account), owner(replacement));
    }

    function _setThreshold(uint16 threshold_) private {
        uint16 n = _ownerCount;
        if (threshold_ > n || uint256(threshold_) * 2 <= n) revert BadThreshold(threshold_, n);
        _threshold = threshold_;
        emit ThresholdSet(threshold_, n);
    }

    // Counts the domain in, or out, at each of its strict ancestors.
    function _countBelow(bytes32[] memory segments, bool add) private {
        bytes32 hash;
        // At most MAX_SEGMENTS.
        for (uint256 i = 0; i + 1 < segments.length; ++i) {
            hash = keccak256(abi.encodePacked(hash, segments[i]));
            if (add) ++_domainsBelow[hash];
            else --_domainsBelow[hash];
        }
    }

    // Splits a path that was checked when it was stored: the loops see each of its characters
    // once, at most MAX_SEGMENTS * (MAX_SEGMENT_LENGTH + 1).
    function _segmentsOf(string memory path) private pure returns (bytes32[] memory segments) {
        bytes memory b = bytes(path);
        uint256 n = 1;
        for (uint256 i = 0; i < b.length; ++i) {
            if (b[i] == "/") ++n;
        }
        segments = new bytes32[](n);
        uint256 start = 0;
        uint256 k = 0;
        for (uint256 i = 0; i <= b.length; ++i) {
            if (i < b.length && b[i] != "/") continue;
            bytes memory segment = new bytes(i - start);
            for (uint256 j = start; j < i; ++j) {
                segment[j - start] = b[j];
            }
            segments[k++] = keccak256(segment);
            start = i + 1;
        }
    }

    // ---- principals

    /// @notice Registers a principal for which the sending owner answers. Edge, fog and
    /// service stand within his domain; cloud and authority anywhere outside those of others.
    /// One that is not active, whoever it was, can be registered anew: with another registration,
    /// so that no right that was granted before names it.
    function registerPrincipal(NewPrincipal calldata p) external {
        _requireOwner();
        _requireOpen();
        _register(msg.sender, p, false);
    }

    function _register(address by, NewPrincipal memory p, bool agreed) private {
        if (p.account == address(0)) revert ZeroAddress();
        if (p.role == Role.None) revert BadRole();
        _checkName(p.name);
        _checkEndpoints(p.endpoints);
        if (_owners[p.account].listed) revert IsOwner(p.account);
        PrincipalRecord storage r = _principals[p.account];
        if (_active(r)) revert PrincipalTaken(p.account, r.owner);
        string memory path;
        bytes32 domain;
        bool anywhere = p.role == Role.Cloud || p.role == Role.Authority;
        if (p.domain.length != 0 || !anywhere) {
            bytes32[] memory segments = Paths.hashes(p.domain);
            path = Paths.join(p.domain);
            address holder = _ownerOf(segments);
            if (holder != by && (holder != address(0) || !anywhere)) revert OutsideDomain(path);
            domain = Paths.prefix(segments, segments.length);
        }
        OwnerRecord storage o = _owners[by];
        if (!agreed && !_consents(p.account, consentTo(by, o.generation, p.role, domain), p.consent)) {
            revert NoConsent(p.account);
        }
        if (o.principals == MAX_PRINCIPALS) revert TooManyPrincipals();
        ++o.principals;
        if (r.owner == address(0)) _principalList.push(p.account);
        r.owner = by;
        r.role = p.role;
        r.active = true;
        r.segments = uint8(p.domain.length);
        r.since = uint32(block.number);
        r.generation = o.generation;
        ++r.registration;
        r.domain = domain;
        r.tlsKey = p.tlsKey;
        r.name = p.name;
        r.path = path;
        r.endpoints = p.endpoints;
        emit PrincipalRegistered(p.account, by, principal(p.account));
    }

    /// @notice What an account signs to agree that an owner registers it: here, by this owner as he
    /// is in this generation, in this role and domain, and nothing else.
    /// @param domain the path hash of its domain; 0 if it has none
    function consentTo(address owner_, uint16 generation, Role role, bytes32 domain) public view returns (bytes32) {
        return
            keccak256(
                abi.encode("custos: consent to be registered", block.chainid, address(this), owner_, generation, role, domain)
            );
    }

    function _consents(address account, bytes32 digest, bytes memory consent) private view returns (bool) {
        if (consent.length == 65) {
            (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecover(digest, consent);
            return err == ECDSA.RecoverError.NoError && signer == account;
        }
        if (consent.length == 0) return false;
        Assertion memory a = abi.decode(consent, (Assertion));
        return this.passkeyOf(a.key, a.authenticatorData, a.clientDataJSON, a.signature, digest) == account;
    }

    /// @notice Replaces the key with which a node speaks TLS, and where it answers. What was
    /// proved by the old key at an earlier block stays proved: its storage is part of that block.
    function updateNode(address account, bytes32 tlsKey, string calldata endpoints) external {
        _requireOwner();
        _requireOpen();
        _checkEndpoints(endpoints);
        PrincipalRecord storage r = _requireOwn(account);
        r.tlsKey = tlsKey;
        r.endpoints = endpoints;
        emit NodeUpdated(account, msg.sender, principal(account));
    }

    /// @notice Deactivates a principal; everything delegated by it falls too. It works after a
    /// hand-over as well: a lost key must not stay valid anywhere.
    function deactivatePrincipal(address account) external {
        _requireOwner();
        _requireOwn(account).active = false;
        --_owners[msg.sender].principals;
        emit PrincipalDeactivated(account, msg.sender, principal(account));
    }

    // ---- what others ask

    /// @inheritdoc IRegistry
    function ownerOf(bytes32[] calldata segments) external view returns (address) {
        return _ownerOf(segments);
    }

    /// @inheritdoc IRegistry
    function holderOf(
        bytes32[] calldata segments
    ) external view returns (address owner_, uint16 generation, bytes32 domain) {
        owner_ = _ownerOf(segments);
        OwnerRecord storage r = _owners[owner_];
        return (owner_, r.generation, r.domain);
    }

    /// @inheritdoc IRegistry
    function ownerOfDomain(bytes32 domain) external view returns (address owner_, uint32 tenure) {
        owner_ = _domainOwner[domain];
        tenure = _owners[owner_].tenure;
    }

    /// @inheritdoc IRegistry
    function ownership(address account) external view returns (uint16 generation, bytes32 domain) {
        OwnerRecord storage r = _owners[account];
        return r.active ? (r.generation, r.domain) : (0, bytes32(0));
    }

    /// @inheritdoc IRegistry
    function standingOf(address account) external view returns (Role role, uint16 registration, address owner_) {
        PrincipalRecord storage r = _principals[account];
        return _active(r) ? (r.role, r.registration, r.owner) : (Role.None, 0, address(0));
    }

    /// @inheritdoc IRegistry
    function isFogOf(address account, address owner_) external view returns (bool) {
        PrincipalRecord storage r = _principals[account];
        return r.role == Role.Fog && r.owner == owner_ && _active(r);
    }

    function _active(PrincipalRecord storage r) private view returns (bool) {
        OwnerRecord storage o = _owners[r.owner];
        return r.active && o.active && o.generation == r.generation;
    }

    /// @notice How many votes a change needs.
    function threshold() external view returns (uint16) {
        return _threshold;
    }

    /// @inheritdoc IRegistry
    function passkeyOf(
        bytes32[2] calldata key,
        bytes calldata authenticatorData,
        bytes calldata clientDataJSON,
        bytes32[2] calldata signature,
        bytes32 challenge
    ) external view returns (address) {
        bool good = Passkeys.signed(key, authenticatorData, clientDataJSON, signature, challenge);
        return good ? Passkeys.addressOf(key) : address(0);
    }

    /// @inheritdoc IRegistry
    function activeOwners() external view returns (uint16) {
        return _ownerCount;
    }

    /// @notice An account's owner record; all empty if it never was an owner.
    function owner(address account) public view returns (Owner memory) {
        OwnerRecord storage r = _owners[account];
        return Owner(account, r.name, r.path, r.witnessKey, r.active, r.since, r.generation);
    }

    /// @notice How many owners there ever were.
    function ownerCount() external view returns (uint256) {
        return _ownerList.length;
    }

    /// @notice The owner with this index, from 0.
    function ownerAt(uint256 index) external view returns (Owner memory) {
        if (index >= _ownerList.length) revert NoSuchIndex(index);
        return owner(_ownerList[index]);
    }

    /// @notice An account's principal record; all empty if it never was a principal.
    function principal(address account) public view returns (Principal memory) {
        PrincipalRecord storage r = _principals[account];
        return
            Principal(
                account,
                r.name,
                r.role,
                r.owner,
                r.path,
                r.tlsKey,
                r.active,
                r.since,
                r.endpoints,
                r.generation,
                r.registration
            );
    }

    /// @notice The block in which the owners decided to go on with the chain that holds a block; 0
    /// if they did not.
    function acceptedChain(bytes32 blockHash) external view returns (uint64) {
        return _accepted[blockHash];
    }

    /// @notice Where the owners moved to; zero if they did not.
    function handOver() external view returns (address successor, bytes32 subject) {
        return (_successor, _successorName);
    }

    /// @notice How many principals there ever were.
    function principalCount() external view returns (uint256) {
        return _principalList.length;
    }

    /// @notice The principal with this index, from 0.
    function principalAt(uint256 index) external view returns (Principal memory) {
        if (index >= _principalList.length) revert NoSuchIndex(index);
        return principal(_principalList[index]);
    }

    /// @notice How many proposals there are; they are numbered from 1.
    function proposalCount() external view returns (uint64) {
        return _proposalCount;
    }

    /// @notice Where a proposal stands. It is open if it is neither executed nor void.
    function proposal(uint64 number) external view returns (bytes32 digest, uint16 votes, bool executed, bool void_) {
        Proposal storage p = _proposals[number];
        if (p.digest == 0) revert UnknownProposal(number);
        return (p.digest, p.votes, p.executed, !p.executed && p.epoch != _epoch);
    }

    function _ownerOf(bytes32[] memory segments) private view returns (address) {
        uint256 n = segments.length;
        if (n > Paths.MAX_SEGMENTS) revert Paths.BadPath();
        bytes32 hash;
        // At most MAX_SEGMENTS.
        for (uint256 i = 0; i < n; ++i) {
            hash = keccak256(abi.encodePacked(hash, segments[i]));
            address account = _domainOwner[hash];
            if (account != address(0)) return account;
        }
        return address(0);
    }

    function _requireOwner() private view {
        if (!_owners[msg.sender].active) revert NotAnOwner(msg.sender);
    }

    function _requireOpen() private view {
        if (_successor != address(0)) revert Closed(_successor);
    }

    function _requireOwn(address account) private view returns (PrincipalRecord storage r) {
        r = _principals[account];
        if (r.owner != msg.sender || !_active(r)) revert NotYourPrincipal(account);
    }

    function _checkName(string memory name) private pure {
        uint256 n = bytes(name).length;
        if (n == 0 || n > MAX_NAME) revert BadName();
    }

    function _checkEndpoints(string memory endpoints) private pure {
        if (bytes(endpoints).length > MAX_ENDPOINTS) revert BadEndpoints();
    }

    function _digest(Change calldata change) private pure returns (bytes32) {
        return keccak256(abi.encode(change));
    }
}
