// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Resource paths
/// @notice A path such as `campus/front-door/cam1` is one to eight segments of a-z, 0-9,
/// "-" and "_", each of 1 to 63 characters. On chain it is known by its *path hash*, a chain
/// over its segments:
///
///     hash(0)   = 0
///     hash(i+1) = keccak256(hash(i) ‖ keccak256(segment i))
///
/// so the hash of every ancestor comes out on the way, and whether a path lies below
/// another is answered by comparing one of them: nothing is stored per ancestor.
library Paths {
    /// @notice The most segments that a path may have.
    uint256 internal constant MAX_SEGMENTS = 8;
    /// @notice The most characters that a segment may have.
    uint256 internal constant MAX_SEGMENT_LENGTH = 63;

    /// @notice The path has no segment, too many, or one with a character that is not allowed.
    error BadPath();

    /// @notice Hashes each segment, after checking it.
    function hashes(string[] memory path) internal pure returns (bytes32[] memory segments) {
        uint256 n = path.length;
        if (n == 0 || n > MAX_SEGMENTS) revert BadPath();
        segments = new bytes32[](n);
        // At most MAX_SEGMENTS.
        for (uint256 i = 0; i < n; ++i) {
            bytes memory segment = bytes(path[i]);
            uint256 length = segment.length;
            if (length == 0 || length > MAX_SEGMENT_LENGTH) revert BadPath();
            // At most MAX_SEGMENT_LENGTH.
            for (uint256 j = 0; j < length; ++j) {
                bytes1 c = segment[j];
                bool allowed = (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-" || c == "_";
                if (!allowed) revert BadPath();
            }
            segments[i] = keccak256(segment);
        }
    }

    /// @notice The path hash of the first `length` segments.
    function prefix(bytes32[] memory segments, uint256 length) internal pure returns (bytes32 hash) {
        // At most MAX_SEGMENTS: callers have checked the path.
        for (uint256 i = 0; i < length; ++i) {
            hash = keccak256(abi.encodePacked(hash, segments[i]));
        }
    }

    /// @notice The segments joined by "/", as people write the path.
    function join(string[] memory path) internal pure returns (string memory joined) {
        uint256 n = path.length;
        if (n == 0) return "";
        joined = path[0];
        // At most MAX_SEGMENTS: callers have hashed the path, which checks it.
        for (uint256 i = 1; i < n; ++i) {
            joined = string.concat(joined, "/", path[i]);
        }
    }
}
