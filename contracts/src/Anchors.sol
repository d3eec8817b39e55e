// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Consistency} from "./Consistency.sol";
import {IRegistry} from "./IRegistry.sol";

/// @title Checkpoints of the domains' logs
/// @notice A log's size and root go here with the proof that it only grew, so that it can
/// neither shrink nor fork on the chain. Two checkpoints that its key signed for one size
/// freeze it for ever. A log belongs to a domain for as long as the domain goes from one owner
/// to his replacement: nobody can take its name before it, and whoever is admitted with the
/// domain later has logs of his own. Only the latest is stored: that an older one was here is shown by a
/// storage proof at its block.
/// @dev Storage that offline verifiers prove (`ledger/layout` computes the same slots):
///
///     slot 0  mapping(bytes32 => Log)  base = keccak256(id ‖ pad32(0)), where
///                                      id = keccak256(path hash of the domain ‖ keccak256(origin))
///       base+0  size:8 | block:8 | count:8 | frozen:1     (bytes, from the low end)
///       base+1  root
///       base+2  signer:20 | created:8 | tenure:4
///       base+3  path hash of the domain
///       base+5  Ed25519 key of the log's checkpoints
contract Anchors {
    /// @notice The longest origin, in bytes.
    uint256 public constant MAX_ORIGIN = 255;

    struct Log {
        uint64 size;
        uint64 anchored;
        uint64 count;
        bool frozen;
        bytes32 root;
        address signer;
        uint64 created;
        uint32 tenure;
        bytes32 domain;
        string origin;
        bytes32 key;
    }

    /// @notice A C2SP checkpoint without its origin, signed by the log's secp256k1 key over
    /// the SHA-256 of its text: origin, size and the root in base64, each ended by a newline.
    struct Checkpoint {
        uint64 size;
        bytes32 root;
        bytes32 r;
        bytes32 s;
        uint8 v;
    }

    /// @notice The registry that says who is who.
    IRegistry public immutable REGISTRY;

    mapping(bytes32 id => Log) private _logs;
    bytes32[] private _logList;

    /// @notice An owner opened a log for his domain.
    event LogCreated(bytes32 indexed id, address indexed by, address signer, string origin);
    /// @notice A checkpoint was anchored; the same size again is a heartbeat.
    event Anchored(bytes32 indexed id, uint64 size, bytes32 root, address indexed by);
    /// @notice A log told two stories about one size and was frozen.
    event ForkReported(bytes32 indexed id, uint64 size, bytes32 first, bytes32 second, address indexed by);

    /// @notice The account is not an active owner.
    error NotAnOwner(address account);
    /// @notice The origin is empty, too long, or has a space, a plus sign or a control character.
    error BadOrigin();
    /// @notice There is a log of this origin already.
    error LogExists(string origin);
    /// @notice There is no log of this origin.
    error UnknownLog(bytes32 id);
    /// @notice The zero address has no key.
    error ZeroAddress();
    /// @notice A log signs its checkpoints with an Ed25519 key too, which is missing.
    error NoLogKey();
    /// @notice The account is neither the owner of the log's domain nor an active fog of his.
    error MayNotAnchor(bytes32 id, address account);
    /// @notice The log told two stories and is closed.
    error LogFrozen(bytes32 id);
    /// @notice The log would shrink.
    error Shrinks(bytes32 id, uint64 anchored, uint64 size);
    /// @notice The proof does not show that the log only grew.
    error NotConsistent(bytes32 id, uint64 anchored, uint64 size);
    /// @notice The checkpoint is not signed by the log's key.
    error BadSignature(uint64 size, bytes32 root);
    /// @notice The checkpoints do not contradict each other.
    error NoFork(bytes32 id);
    /// @notice There is nothing with this index.
    error NoSuchIndex(uint256 index);

    constructor(IRegistry registry) {
        REGISTRY = registry;
    }

    /// @notice Opens a log for the sending owner's domain. A new key needs a new origin.
    /// @param origin the log's C2SP origin
    /// @param signer the address of the secp256k1 key that signs its checkpoints for the contract
    /// @param key the Ed25519 key that signs them for witnesses and verifiers: kept here, so that
    /// whoever reads the chain knows every log's keys and needs no word of its owner
    /// @return id the log's, which names its domain too
    function createLog(string calldata origin, address signer, bytes32 key) external returns (bytes32 id) {
        (, bytes32 domain) = REGISTRY.ownership(msg.sender);
        if (domain == 0) revert NotAnOwner(msg.sender);
        if (signer == address(0)) revert ZeroAddress();
        if (key == 0) revert NoLogKey();
        _checkOrigin(bytes(origin));
        id = keccak256(abi.encodePacked(domain, keccak256(bytes(origin))));
        Log storage log = _logs[id];
        if (log.signer != address(0)) revert LogExists(origin);
        (, uint32 tenure) = REGISTRY.ownerOfDomain(domain);
        log.root = Consistency.EMPTY_ROOT;
        log.signer = signer;
        log.created = uint64(block.number);
        log.tenure = tenure;
        log.domain = domain;
        log.origin = origin;
        log.key = key;
        _logList.push(id);
        emit LogCreated(id, msg.sender, signer, origin);
    }

    /// @notice Anchors a checkpoint that extends the last one.
    /// @param proof the RFC 6962 consistency proof from the last anchored size; empty from size
    /// 0 and for a heartbeat, which repeats the last size and root
    function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] calldata proof) external {
        Log storage log = _existing(id);
        (address owner, uint32 tenure) = REGISTRY.ownerOfDomain(log.domain);
        if (owner == address(0) || tenure != log.tenure || (msg.sender != owner && !REGISTRY.isFogOf(msg.sender, owner))) {
            revert MayNotAnchor(id, msg.sender);
        }
        if (log.frozen) revert LogFrozen(id);
        uint64 last = log.size;
        if (size < last) revert Shrinks(id, last, size);
        if (!Consistency.extends_(last, log.root, size, root, proof)) revert NotConsistent(id, last, size);
        log.size = size;
        log.anchored = uint64(block.number);
        ++log.count;
        log.root = root;
        emit Anchored(id, size, root, msg.sender);
    }

    /// @notice Freezes a log whose key signed two roots for one size. Anyone may report it.
    function reportFork(bytes32 id, Checkpoint calldata first, Checkpoint calldata second) external {
        Log storage log = _existing(id);
        if (log.frozen) revert LogFrozen(id);
        if (first.size != second.size || first.root == second.root) revert NoFork(id);
        _requireSigned(log, first);
        _requireSigned(log, second);
        log.frozen = true;
        emit ForkReported(id, first.size, first.root, second.root, msg.sender);
    }

    /// @notice Freezes a log whose key signed another root for the size that is anchored.
    function reportConflict(bytes32 id, Checkpoint calldata checkpoint) external {
        Log storage log = _existing(id);
        if (log.frozen) revert LogFrozen(id);
        if (log.count == 0 || checkpoint.size != log.size || checkpoint.root == log.root) revert NoFork(id);
        _requireSigned(log, checkpoint);
        log.frozen = true;
        emit ForkReported(id, checkpoint.size, log.root, checkpoint.root, msg.sender);
    }

    /// @notice A log as it stands.
    function logOf(bytes32 id) public view returns (Log memory) {
        return _existing(id);
    }

    /// @notice How many logs there are.
    function logCount() external view returns (uint256) {
        return _logList.length;
    }

    /// @notice The log with this index, from 0.
    function logAt(uint256 index) external view returns (Log memory) {
        if (index >= _logList.length) revert NoSuchIndex(index);
        return logOf(_logList[index]);
    }

    /// @notice The text that a log's key signs for a checkpoint.
    function checkpointText(string memory origin, uint64 size, bytes32 root) public pure returns (string memory) {
        return
            string.concat(origin, "\n", Strings.toString(size), "\n", Base64.encode(abi.encodePacked(root)), "\n");
    }

    // Recovery refuses a high s, a v other than 27 and 28, and the zero address.
    function _requireSigned(Log storage log, Checkpoint calldata c) private view {
        bytes32 digest = sha256(bytes(checkpointText(log.origin, c.size, c.root)));
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecover(digest, c.v, c.r, c.s);
        if (err != ECDSA.RecoverError.NoError || signer != log.signer) revert BadSignature(c.size, c.root);
    }

    function _existing(bytes32 id) private view returns (Log storage log) {
        log = _logs[id];
        if (log.signer == address(0)) revert UnknownLog(id);
    }

    function _checkOrigin(bytes calldata origin) private pure {
        uint256 n = origin.length;
        if (n == 0 || n > MAX_ORIGIN) revert BadOrigin();
        // At most MAX_ORIGIN.
        for (uint256 i = 0; i < n; ++i) {
            bytes1 c = origin[i];
            if (c <= 0x20 || c == 0x7f || c == "+") revert BadOrigin();
        }
    }
}
