// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Paths} from "./Paths.sol";

/// @title Rules of approval, and who may break the glass
/// @notice What an owner asks before anyone is let in: so many of the named accounts must
/// approve actions on a subtree for principals of some roles. A domain has a short list of
/// them. A rule concerns every grant whose resource it overlaps, above as well as below, so
/// that nobody gets around it by asking for the whole or for a part.
library Rules {
    /// @notice The most rules of a domain.
    uint256 internal constant MAX_RULES = 8;
    /// @notice The most approvers that a rule can name.
    uint256 internal constant MAX_APPROVERS = 8;
    // IRegistry's Role.Authority.
    uint8 private constant AUTHORITY = 4;

    /// @notice A rule as an owner writes it.
    struct Rule {
        string[] resource;
        /// The bits of the actions.
        uint8 actions;
        /// The bits of the roles: bit 1 for edge to bit 5 for service.
        uint8 roles;
        /// How many of the approvers must approve.
        uint8 quorum;
        address[] approvers;
    }

    struct Stored {
        uint8 actions;
        uint8 roles;
        uint8 quorum;
        /// The path hash of each ancestor of the resource, and at the end its own.
        bytes32[] prefixes;
        address[] approvers;
        string path;
    }

    /// @notice Who may break the glass of a domain: principals of these roles, whoever answers for
    /// them; the named accounts; and the authorities for which a named owner answers.
    struct Glass {
        /// The bits of the actions that a broken glass gives; none if nobody may break it.
        uint8 actions;
        /// The bits of the roles.
        uint8 roles;
        address[] named;
    }

    struct Book {
        /// Whether the owner wrote it: before that, the default holds.
        bool written;
        /// Those of Glass, side by side in one slot of storage.
        uint8 glassActions;
        uint8 glassRoles;
        address[] glassNamed;
        Stored[] rules;
    }

    /// @notice There are too many rules, or too many approvers for one.
    error TooMany();
    /// @notice A rule has no action, no role, or a quorum that its approvers cannot reach.
    error BadRule(uint256 index);
    /// @notice What says who may break the glass has unknown bits, or accounts that do not rise.
    error BadGlassRule();

    /// @notice Replaces the rules of a domain.
    function write(Book storage book, bytes32 domain, Rule[] calldata rules, Glass calldata glass) internal {
        if (rules.length > MAX_RULES || glass.named.length > MAX_APPROVERS) revert TooMany();
        if (glass.actions > 0x7f || glass.roles & 0xc1 != 0) revert BadGlassRule();
        if (!_rising(glass.named)) revert BadGlassRule();
        delete book.rules;
        book.written = true;
        book.glassActions = glass.actions;
        book.glassRoles = glass.roles;
        book.glassNamed = glass.named;
        // At most MAX_RULES.
        for (uint256 i = 0; i < rules.length; ++i) {
            Rule calldata rule = rules[i];
            uint256 n = rule.approvers.length;
            if (n > MAX_APPROVERS) revert TooMany();
            if (rule.actions == 0 || rule.actions > 0x7f || rule.roles == 0 || rule.roles & 0xc1 != 0) revert BadRule(i);
            if (rule.quorum == 0 || rule.quorum > n) revert BadRule(i);
            if (!_rising(rule.approvers)) revert BadRule(i);
            bytes32[] memory segments = Paths.hashes(rule.resource);
            bytes32[] memory prefixes = new bytes32[](segments.length);
            bool inside = false;
            bytes32 hash;
            // At most MAX_SEGMENTS.
            for (uint256 j = 0; j < segments.length; ++j) {
                hash = keccak256(abi.encodePacked(hash, segments[j]));
                prefixes[j] = hash;
                if (hash == domain) inside = true;
            }
            if (!inside) revert BadRule(i);
            Stored storage s = book.rules.push();
            s.actions = rule.actions;
            s.roles = rule.roles;
            s.quorum = rule.quorum;
            s.prefixes = prefixes;
            s.approvers = rule.approvers;
            s.path = Paths.join(rule.resource);
        }
    }

    // In rising order, so that none is counted twice; at most MAX_APPROVERS.
    function _rising(address[] calldata accounts) private pure returns (bool) {
        address last = address(0);
        for (uint256 j = 0; j < accounts.length; ++j) {
            if (accounts[j] <= last) return false;
            last = accounts[j];
        }
        return true;
    }

    /// @notice Whether a rule speaks of these actions on this resource for this role.
    /// @param segments the Keccak-256 of each segment of the resource
    function concerns(
        Stored storage s,
        bytes32[] memory segments,
        uint8 actions,
        uint8 role
    ) internal view returns (bool) {
        if (s.actions & actions == 0 || (s.roles >> role) & 1 == 0) return false;
        uint256 n = s.prefixes.length;
        // The shorter of the two paths must begin the longer one.
        if (segments.length < n) n = segments.length;
        return Paths.prefix(segments, n) == s.prefixes[n - 1];
    }

    /// @notice Whether the account is one of the rule's approvers.
    function names(Stored storage s, address account) internal view returns (bool) {
        return _among(s.approvers, account);
    }

    /// @notice Whether a principal may break the glass.
    /// @param sponsor the owner who answers for it
    function mayBreak(
        Book storage book,
        address account,
        uint8 role,
        address sponsor
    ) internal view returns (bool) {
        if ((book.glassRoles >> role) & 1 == 1 || _among(book.glassNamed, account)) return true;
        return role == AUTHORITY && _among(book.glassNamed, sponsor);
    }

    function _among(address[] storage accounts, address account) private view returns (bool) {
        uint256 n = accounts.length;
        // At most MAX_APPROVERS.
        for (uint256 i = 0; i < n; ++i) {
            if (accounts[i] == account) return true;
        }
        return false;
    }
}
