// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Merkle consistency
/// @notice Checks that a log only grew: RFC 6962, section 2.1.2, with the verification of
/// RFC 9162, section 2.1.4.2. Nodes are SHA-256(0x01 ‖ left ‖ right).
library Consistency {
    /// @notice The longest proof between two trees whose sizes fit 64 bits.
    uint256 internal constant MAX_PROOF = 65;

    /// @notice The root of a tree without leaves: SHA-256 of nothing.
    bytes32 internal constant EMPTY_ROOT = 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    /// @notice Reports whether the tree (`newSize`, `newRoot`) extends (`oldSize`, `oldRoot`).
    function extends_(
        uint64 oldSize,
        bytes32 oldRoot,
        uint64 newSize,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) internal pure returns (bool) {
        uint256 length = proof.length;
        if (newSize < oldSize || length > MAX_PROOF) return false;
        if (newSize == 0) return length == 0 && newRoot == EMPTY_ROOT;
        // Every tree extends the empty one, and there is nothing to prove it with.
        if (oldSize == 0) return length == 0;
        if (newSize == oldSize) return length == 0 && newRoot == oldRoot;

        uint256 fn = oldSize - 1;
        uint256 sn = newSize - 1;
        // At most 64: each turn takes a bit of oldSize - 1.
        while (fn & 1 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        // When the old tree is complete its root is the first node, and the proof leaves it out.
        bytes32 fr = oldRoot;
        uint256 i = 0;
        if (fn != 0) {
            if (length == 0) return false;
            fr = proof[0];
            i = 1;
        }
        bytes32 sr = fr;
        // At most MAX_PROOF.
        for (; i < length; ++i) {
            if (sn == 0) return false;
            bytes32 c = proof[i];
            if (fn & 1 == 1 || fn == sn) {
                fr = node(c, fr);
                sr = node(c, sr);
                // At most 64 in all turns together.
                while (fn & 1 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr == oldRoot && sr == newRoot;
    }

    /// @notice The hash of an inner node.
    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x01), left, right));
    }
}
