// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// CapabilitiesAssertion is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesAssertion struct {
	Key               [2][32]byte
	AuthenticatorData []byte
	ClientDataJSON    []byte
	Signature         [2][32]byte
}

// CapabilitiesCapability is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesCapability struct {
	Number       uint64
	Parent       uint64
	Grantor      common.Address
	Grantee      common.Address
	Resource     string
	Actions      uint8
	From         *big.Int
	Until        *big.Int
	Week         CapabilitiesHours
	Depth        uint8
	Revoked      bool
	Generation   uint16
	Registration uint16
}

// CapabilitiesHours is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesHours struct {
	Weekdays uint8
	From     uint16
	Until    uint16
}

// CapabilitiesRequest is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesRequest struct {
	Number       uint64
	Principal    common.Address
	Resource     string
	Actions      uint8
	From         *big.Int
	Until        *big.Int
	Reason       string
	LegalBasis   string
	State        uint8
	Capability   uint64
	Made         *big.Int
	Registration uint16
}

// CapabilitiesTerms is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesTerms struct {
	Resource []string
	Actions  uint8
	From     *big.Int
	Until    *big.Int
	Week     CapabilitiesHours
	Depth    uint8
}

// RulesGlass is an auto generated low-level Go binding around an user-defined struct.
type RulesGlass struct {
	Actions uint8
	Roles   uint8
	Named   []common.Address
}

// RulesRule is an auto generated low-level Go binding around an user-defined struct.
type RulesRule struct {
	Resource  []string
	Actions   uint8
	Roles     uint8
	Quorum    uint8
	Approvers []common.Address
}

// RulesStored is an auto generated low-level Go binding around an user-defined struct.
type RulesStored struct {
	Actions   uint8
	Roles     uint8
	Quorum    uint8
	Prefixes  [][32]byte
	Approvers []common.Address
	Path      string
}

// CapabilitiesMetaData contains all meta data concerning the Capabilities contract.
var CapabilitiesMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"registry\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyApproved\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyRevoked\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"}],\"name\":\"BadActions\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"BadAssertion\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"name\":\"BadDepth\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"BadGlass\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadGlassRule\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadHours\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"BadRule\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadText\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"BadWindow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"what\",\"type\":\"string\"}],\"name\":\"Exceeds\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"Expired\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"GlassOpen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"GlassSealed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NeedsApproval\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"NoGlass\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NoOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotActive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotApprover\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotGrantee\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotGrantor\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"enumCapabilities.Verdict\",\"name\":\"why\",\"type\":\"uint8\"}],\"name\":\"NotInForce\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"NotOpen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NotResourceOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OtherContent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OwnRequest\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooMany\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"}],\"name\":\"TooManyDelegations\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownCapability\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownRequest\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"ApprovalGiven\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Approved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Denied\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"GlassAcknowledged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"GlassBroken\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"Granted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Requested\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"Revoked\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"rules\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"sealed_\",\"type\":\"bool\"}],\"name\":\"RulesSet\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"ALL_ACTIONS\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"GLASS_SKEW\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_CHILDREN\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_DEPTH\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_GLASS\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_TEXT\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_TIME\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REGISTRY\",\"outputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REQUEST_LASTS\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"}],\"name\":\"acknowledge\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"approvalChallenge\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"approve\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"granted\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32[2]\",\"name\":\"key\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes\",\"name\":\"authenticatorData\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"clientDataJSON\",\"type\":\"bytes\"},{\"internalType\":\"bytes32[2]\",\"name\":\"signature\",\"type\":\"bytes32[2]\"}],\"internalType\":\"structCapabilities.Assertion\",\"name\":\"assertion\",\"type\":\"tuple\"}],\"name\":\"approveByPasskey\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"granted\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"}],\"name\":\"breakGlass\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"capability\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Capability\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"capabilityCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"},{\"internalType\":\"uint8\",\"name\":\"action\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"time\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"minuteOfWeek\",\"type\":\"uint16\"},{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"check\",\"outputs\":[{\"internalType\":\"enumCapabilities.Verdict\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"contentOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"contentOfRequest\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"delegate\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"}],\"name\":\"deny\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"glassAt\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"glassCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"sponsor\",\"type\":\"address\"}],\"name\":\"glassOf\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"grant\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"},{\"internalType\":\"uint8\",\"name\":\"action\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"time\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"minuteOfWeek\",\"type\":\"uint16\"},{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"isAllowed\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"}],\"name\":\"request\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"requestCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"requestOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Request\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"}],\"name\":\"revoke\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"rulesOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"quorum\",\"type\":\"uint8\"},{\"internalType\":\"bytes32[]\",\"name\":\"prefixes\",\"type\":\"bytes32[]\"},{\"internalType\":\"address[]\",\"name\":\"approvers\",\"type\":\"address[]\"},{\"internalType\":\"string\",\"name\":\"path\",\"type\":\"string\"}],\"internalType\":\"structRules.Stored[]\",\"name\":\"rules\",\"type\":\"tuple[]\"},{\"internalType\":\"bool\",\"name\":\"written\",\"type\":\"bool\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"named\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Glass\",\"name\":\"glass\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"quorum\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"approvers\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Rule[]\",\"name\":\"rules\",\"type\":\"tuple[]\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"named\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Glass\",\"name\":\"glass\",\"type\":\"tuple\"}],\"name\":\"setRules\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Capabilities",
	Bin: "0x60a0346100e157601f6160e038819003918201601f19168301916001600160401b038311848410176100e6578084926020946040528339810103126100e157516001600160a01b03811681036100e157608052604051615fe390816100fd82396080518181816101b60152818161060501528181610f79015281816112b901528181611a85015281816121650152818161228401528181612bd1015281816132b00152818161342301528181613aa901528181613d3f015281816147e001528181614cd7015281816150de01528181615c9b01528181615e690152615f670152f35b600080fd5b634e487b7160e01b600052604160045260246000fdfe60e080604052600436101561001357600080fd5b60003560e01c90816306433b1b14613405575080630c65cef3146133e15780631daa6ad0146131ea57806326949984146131ca5780632a79d5a314612aec5780633106e41314612ad0578063353d70481461220d57806339e3a6101461206a5780633cb3dbc1146120185780633e45899114611fa15780634b1ba27c146119a15780635130c4c11461182f578063557e753b146117e75780635badbe4c146117bd5780637f2e700d1461179f57806380dde5511461178257806384bb9b7c1461175b5780639efe2955146117235780639f91615f1461122c578063a0ffe46d14610ed5578063a27154ba14610eb9578063a401983514610e9c578063bce43d6314610e64578063bf60db2e14610e47578063c222ff4914610e2b578063c7d013ae14610df8578063d778f14914610dca578063dbb919a414610594578063ecd2722a14610578578063ee40bda41461055a578063f0d71f23146105055763f62983f01461017f57600080fd5b346105005760203660031901126105005760606040805161019f816138bc565b600081526000602082015201526001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001660405190632bfbdceb60e21b82526004356004830152604082602481845afa9182156104c6576001600160a01b03926040916000916104d2575b50602482518095819363013eb6b760e51b835216948560048301525afa9081156104c657604092600092610496575b5060005260036020528160002061ffff60009216825260205220600381019060ff81541691805490610270826139c9565b9161027e604051938461392a565b80835260208301809260005260206000206000915b8383106103d557505050506040516102aa816138bc565b6102ce600260018601549560ff8716845260ff602085019760081c1687520161470e565b906040810191825260405195869460608601906060875251809152608086019060808160051b88010195916000905b828210610342575050505061033e949560ff606094938193151560208a015288870360408a015251168552511660208401525191816040820152019061387f565b0390f35b919394959760206103c0600193959b998293607f199082030186528c519060ff825116815260ff84830151168482015260ff604083015116604082015260a06103af61039d606085015160c0606086015260c085019061384b565b6080850151848203608086015261387f565b9201519060a0818403910152613644565b9a0192019201899795949391929896986102fd565b6040979597969496516103e7816138d7565b60ff83548181168352818160081c16602084015260101c166040820152600183016040519081602082549182815201916000526020600020906000905b80821061047e575050509260049282610443602094600197038261392a565b60608201526104546002870161470e565b608082015261046560038701614397565b60a0820152815201920192019190969496959395610293565b90919260016020819286548152019401920190610424565b6104b7919250833d85116104bf575b6104af818361392a565b8101906146f7565b50903861023f565b503d6104a5565b6040513d6000823e3d90fd5b6104f29150823d84116104f9575b6104ea818361392a565b810190614582565b5038610210565b503d6104e0565b600080fd5b3461050057602036600319011261050057600435600754811015610546576001600160401b03610536602092614239565b90549060031b1c16604051908152f35b63082fed2360e31b60005260045260246000fd5b34610500576000366003190112610500576020600754604051908152f35b34610500576000366003190112610500576020604051603f8152f35b34610500576040366003190112610500576004356001600160401b038111610500576105c490369060040161345d565b602435916001600160401b03831161050057826004019060606003198536030112610500576040805163013eb6b760e51b81523360048201529290836024817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa9283156104c657600090600094610da6575b5061ffff811615610d81576040903360005260036020528160002061ffff60009216825260205220600885118015610d69575b610d5857603f60ff61068584613f1c565b16118015610d41575b610d305760448601906106aa6106a48385613ee7565b90615ee0565b15610d3057600381019687546000895580610c1c575b5061071891610710600292600160ff198454161783556106fb6024600185019260ff6106eb8b613f1c565b1660ff1985541617845501613f1c565b61ff0082549160081b169061ff001916179055565b019183613ee7565b91906001600160401b038311610c065761073783839995969899615bff565b90600052602060002060005b838110610be1575050505036849003609e19019060005b86811015610b9f5760008160051b87013584811215610b9b578701608081016107838183613ee7565b905060088111610b8c57602083019560ff61079d88613f1c565b16158015610b77575b8015610b61575b8015610b4a575b610b2157606084019160ff6107c884613f1c565b1615908115610b35575b50610b21576107e46106a48486613ee7565b15610b21576108056108006107f98680613ee7565b3691613e2b565b614a48565b976108108951614a02565b99869c879288935b8c51851015610878578e8e61085e8f93610833898096614a34565b51604051906020820192835260408201526040815261085360608261392a565b519020978892614a34565b52851461086f575b60010193610818565b60019f50610866565b509a509a929d9895949391509b15610b0d578c54600160401b811015610af9579060ff6108b98f846108b29160016108ed97018155614de5565b5097613f1c565b1660ff198754161786556108e86108d260408701613f1c565b875461ff00191660089190911b61ff0016178755565b613f1c565b62ff000085549160101b169062ff00001916178455600184018151916001600160401b038311610af957600160401b8311610af9578154838355808410610ace575b5060200190865260208620865b838110610aba57505050506109519082613ee7565b9060028401906001600160401b038311610aa65761096f8383615bff565b90855260208520855b838110610a8b575050505061099a6109956107f983600394613ee7565b614bbe565b9101918151916001600160401b038311610a77576109c2836109bc86546142df565b86614336565b602091601f8411600114610a105760019594936109f693909283610a05575b50508160011b916000199060031b1c19161790565b90555b0195909594929461075a565b015190508c806109e1565b9190601f198416858452828420935b818110610a5f575091600196959492918388959310610a46575b505050811b0190556109f9565b015160001960f88460031b161c191690558b8080610a39565b92936020600181928786015181550195019301610a1f565b634e487b7160e01b82526041600452602482fd5b6001906020610a9985615c33565b9401938184015501610978565b634e487b7160e01b86526041600452602486fd5b60019060208451940193818401550161093c565b828852838060208a2001910390885b828110610aeb57505061092f565b6001908a8184015501610add565b634e487b7160e01b87526041600452602487fd5b633c99759b60e21b86526004879052602486fd5b633c99759b60e21b85526004869052602485fd5b905060ff610b4284613f1c565b16118d6107d2565b5060c1610b5960408601613f1c565b1615156107b4565b5060ff610b7060408601613f1c565b16156107ad565b50603f60ff610b8589613f1c565b16116107a6565b636b2d630f60e11b8452600484fd5b5080fd5b848760ff610bac87613f1c565b161560405191825260208201527f8d6282c53825c2e9add54e202368af27418eb25ba6ecfbb4d9d8d7f08f03183460403392a3005b6001906020610bf4859b9a98979b615c33565b94019381840155019793949697610743565b634e487b7160e01b600052604160045260246000fd5b600281901b906001600160fe1b03811603610d1a5788600052602060002060005b828110610c4b5750506106c0565b80820160008155600181018054906000815581610cf4575b50509060038260026004940180546000825580610cdc575b505001610c8881546142df565b9081610c97575b505001610c3d565b81601f60009311600114610caf5750555b8c80610c8f565b81835260208320610ccc91601f0160051c84190190600101614319565b8082528160208120915555610ca8565b610ced916000526020600020614319565b8e80610c7b565b600052602060002060005b828110610d0c5750610c63565b600082820155600101610cff565b634e487b7160e01b600052601160045260246000fd5b6318ae28b360e31b60005260046000fd5b5060c1610d5060248801613f1c565b16151561068e565b636b2d630f60e11b60005260046000fd5b506008610d796044880184613ee7565b905011610674565b606460405163600c7c9960e01b81523360048201526040602482015260006044820152fd5b9050610dc291935060403d6040116104bf576104af818361392a565b929086610641565b34610500576020610de7610ddd366135c1565b929190913361504b565b6001600160401b0360405191168152f35b34610500576020366003190112610500576020610e23610e1e610e196134f7565b614c65565b615b38565b604051908152f35b3461050057600036600319011261050057602060405160088152f35b34610500576000366003190112610500576020604051610e108152f35b346105005760203660031901126105005761033e610e88610e836134f7565b6145a3565b604051918291602083526020830190613762565b346105005760003660031901126105005760206040516102008152f35b3461050057600036600319011261050057602060405160038152f35b34610500576040366003190112610500576001600160401b03610ef66134f7565b16806000526008602052604060002060405190610f12826138bc565b6001600160401b0381546001600160a01b038116845260a01c1690600160208401918383520154916040840192835215611217578360005260006020526040600020825160405190632bfbdceb60e21b825260048201526040816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c6576000916111f7575b506001600160a01b033391160361114c57610fc760243591615b38565b03611137576007546000198101908111610d1a57610fec6001600160401b0391614239565b90549060031b1c166000196001600160401b03835116016001600160401b038111610d1a57611082926110498361102a6001600160401b0394614239565b9091906001600160401b038084549260031b9316831b921b1916179055565b51600092835260086020526040909220805467ffffffffffffffff60a01b19169190921660a01b67ffffffffffffffff60a01b16179055565b6007548015611121576000190161109881614239565b6001600160401b0382549160031b1b19169055600755826000526008602052600060016040822082815501555160005260096020526001600160a01b038060406000209251161660005260205260406000206001600160401b0319815416905533907f45c4818f6d2ed5b7a982c7ec7906b2a34106aba67462cca5dfc251c11fe18ea1600080a3005b634e487b7160e01b600052603160045260246000fd5b8363e240abaf60e01b60005260045260246000fd5b600401604051809163600c7c9960e01b82523360048301526040602483015260009080549061117a826142df565b918260448601526001811690816000146111d9575060011461119d575b50500390fd5b6000908152602081209092505b8183106111bf57505081016064018380611197565b8054606484870101528493506020909201916001016111aa565b9150506064925060ff191682840152151560051b8201018380611197565b611210915060403d6040116104f9576104ea818361392a565b5086610faa565b8363244f553360e11b60005260045260246000fd5b34610500576040366003190112610500576004356001600160a01b03811680820361050057602435906001600160401b0382116105005761010082600401926003199036030112610500576112876108006107f98480613ee7565b92604051926295b98960e01b845260206004850152606084806112ad602482018961384b565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9384156104c6576000906000956116ee575b506001600160a01b038116923384036116bd579161131c81611323936113138996614ca8565b9690918b614e01565b3690613f84565b600091602082019661133860ff895116615abc565b604083019165ffffffffffff83511692611360606086019465ffffffffffff86511690615af4565b6080850193845160ff8151168015600014611665575061ffff6020820151161590811591611653575b50611644575b60a086019660ff88511660038111611631575050600254996113b96001600160401b038c166142c2565b9b6001600160401b038d16809c6001600160401b0319161760025563ffffffff8c1161161b5760008c815260208190526040902080549151995187516affffffffffffffffffffff60a01b198d166001600160f81b03199094169390931760c09490941b61ffff60c01b169390931760d096871b61ffff60d01b161760e09a909a1b60ff60e01b169990991760e89290921b60ff60e81b169190911760f082901b60ff60f01b161788559151905160a09190911b65ffffffffffff60a01b166001600160a01b038a16176001600160d01b03199190931b169190911760018601556114a391614b6f565b6002840155516003830190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff00191617179055516114f690614bbe565b90600401948151956001600160401b038711610c065786869361152560209961151f85546142df565b85614336565b8890601f831160011461159b579261156c8361157394600080516020615fc38339815191529794611585976000926115905750508160011b916000199060031b1c19161790565b9055614439565b60405191829189835289830190613669565b0390a4604051908152f35b015190508d806109e1565b90601f1983169184600052816000209260005b818110611601575093600080516020615fc3833981519152969361158596936001938361157398106115e8575b505050811b019055614439565b015160001960f88460031b161c191690558c80806115db565b8284015185558b9850600190940193928c01928c016115ae565b634e487b7160e01b600052600160045260246000fd5b6365906b4d60e11b825260045260249150fd5b63ab9ab4bd60e01b8752600487fd5b61ffff9150604001511615158c611389565b607f109081156116a1575b811561168c575b501561138f5763ab9ab4bd60e01b8752600487fd5b6105a09150604061ffff91015116118c611677565b905061ffff60208201511661ffff604083015116111590611670565b6116ea6116d06109956107f98680613ee7565b60405163600c7c9960e01b81529182913360048401613ea6565b0390fd5b905061171391945060603d60601161171c575b61170b818361392a565b810190613a0f565b509390866112ed565b503d611701565b346105005760203660031901126105005761033e6117476117426134f7565b614439565b604051918291602083526020830190613669565b346105005760003660031901126105005760206001600160401b0360025416604051908152f35b3461050057600036600319011261050057602060405161012c8152f35b3461050057600036600319011261050057602060405162278d008152f35b346105005760003660031901126105005760206001600160401b0360025460401c16604051908152f35b34610500576118046117f83661350d565b95949094939193613a38565b600b8110156118195760209060405190158152f35b634e487b7160e01b600052602160045260246000fd5b34610500576040366003190112610500576118486134f7565b61185181614c65565b80548060f81c61198357336001600160a01b038216036118fc575b60243561187883615b38565b036118de576001600160f81b0316600160f81b17905561189781614439565b7fabdd11a7487cfe72b171ac201c13a8e0220078445716fa273d13c161c00ca12860405160208152806118d96001600160401b03339616946020830190613669565b0390a3005b6001600160401b038363e240abaf60e01b6000521660045260246000fd5b91816000925b6003841080611970575b156119385763ffffffff905460a01c166000526000602052611932604060002093614388565b92611902565b549193909250906001600160a01b0316331461186c576001600160401b03836318c25e3f60e31b600052166004523360245260446000fd5b5063ffffffff815460a01c16151561190c565b6001600160401b038363d66b6d1560e01b6000521660045260246000fd5b346105005760c0366003190112610500576004356001600160401b038111610500576119d190369060040161345d565b6119d961348d565b6119e16134ab565b6119e96134c0565b926084356001600160401b03811161050057611a09903690600401613594565b60a4356001600160401b03811161050057611a28903690600401613594565b969097611a53610995611a3a33614ca8565b939050611a4b610800368a84613e2b565b973691613e2b565b9160405163c7040cc360e01b81526020600482015260208180611a79602482018b61384b565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c657600090611f61575b6001600160a01b0391501615611f3f57611ace88615abc565b611ad88188615af4565b83158015611f34575b611f23576102008911611f2357600254978860401c6001600160401b0316611b08906142c2565b604081811b6fffffffffffffffff0000000000000000166fffffffffffffffff0000000000000000199b909b169a909a176002556001600160401b0381166000818152600160208190529b902065ffffffffffff60a01b60a08c901b1633176001600160d01b031960d087901b161781559a8b0180548a51600881901b61ff001660ff871672ffffffffffffffff0000000000000000ffffff19909316929092179190911770ffffffffffff00000000000000000000004260581b1617608888901b61ffff60881b16176201000017909155909a91999198611bea9190614b6f565b928360028a015536611bfd90888a613de5565b80519060200120918d8d3690611c1292613de5565b805190602001209360405195602087019733895261ffff166040880152606087015260ff16608086015265ffffffffffff1660a085015265ffffffffffff1660c084015260e08301526101008201526101008152611c726101208261392a565b5190206003850155805160048501916001600160401b038211610c0657611c9d8261151f85546142df565b602090601f8311600114611ebc57611ccd929160009183611eb15750508160011b916000199060031b1c19161790565b90555b60058301916001600160401b038211610c0657611cf18261151f85546142df565b600090601f8311600114611e49579180611d26926006969594600092611e3e5750508160011b916000199060031b1c19161790565b90555b016001600160401b038411610c0657602094611d4f85611d4984546142df565b84614336565b600090601f8611600114611dd8579480611d8492611d8b9697600092611dcd5750508160011b916000199060031b1c19161790565b90556145a3565b817f2bbedd958bebd66c981ea8e7c687158b12cf12179a57a164cd22061ddc0a7a9760405185815280611dc2339588830190613762565b0390a3604051908152f35b0135905088806109e1565b82825286822091601f198716815b818110611e275750916001939188611d8b98999410611e0d575b505050811b0190556145a3565b0135600019600384901b60f8161c19169055878080611e00565b919389600181928787013581550195019201611de6565b013590508a806109e1565b8382526020822091601f198416815b818110611e99575091600193918560069897969410611e7f575b505050811b019055611d29565b0135600019600384901b60f8161c19169055898080611e72565b91936020600181928787013581550195019201611e58565b015190508b806109e1565b90601f1983169184600052816000209260005b818110611f0b5750908460019594939210611ef2575b505050811b019055611cd0565b015160001960f88460031b161c191690558a8080611ee5565b92936020600181928786015181550195019301611ecf565b632d15049f60e11b60005260046000fd5b506102008411611ae1565b604051632fd8684360e01b815260206004820152806116ea6024820186613644565b506020813d602011611f99575b81611f7b6020938361392a565b8101031261050057611f946001600160a01b039161394b565b611ab5565b3d9150611f6e565b34610500576020366003190112610500576001600160401b03611fc26134f7565b1680600052600160205260ff60016040600020015460101c16600481101561181957156120045760005260016020526020600360406000200154604051908152f35b63b2064e1560e01b60005260045260246000fd5b3461050057604036600319011261050057612031613447565b60043560005260096020526001600160a01b036040600020911660005260205260206001600160401b0360406000205416604051908152f35b346105005760a0366003190112610500576120836134f7565b60243561208e6134ab565b606435916001600160401b0383116105005761010083600401936003199036030112610500576084356001600160401b038111610500578060040160c06003198336030112610500576040602091838683608461214d8c8a61213b6121138f9c60446120fb91018b614290565b9d909861210b60648c018d614290565b959096614189565b9686519c8d9b8c9b6323879f0d60e21b8d5260048d013760e060448c015260e48b0191613ec6565b8881036003190160648a015291613ec6565b9301608485013760c483015203816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c6576000916121d3575b506001600160a01b038116156121b55790602094610de794939261504b565b6001600160401b0385632137bbe760e01b6000521660045260246000fd5b90506020813d602011612205575b816121ee6020938361392a565b81010312610500576121ff9061394b565b85612196565b3d91506121e1565b346105005760a0366003190112610500576004356001600160401b0381116105005761223d90369060040161345d565b61224561348d565b9161224e6134ab565b926122576134c0565b936084356001600160401b03811161050057612277903690600401613594565b9390926001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169560405192632254f92560e01b84523360048501526060846024818b5afa9485156104c65760009485908697612a98575b5060068610159a8b611819578615612a835765ffffffffffff8091169216828110801590612a60575b612a335761012c810165ffffffffffff8111610d1a5765ffffffffffff429116108015612a4c575b612a335789158015612a28575b611f2357612345610800368787613e2b565b926060604051809d6295b98960e01b825260206004830152818061236c602482018a61384b565b03915afa9c8d156104c65760009860009d60009f6129fd575b506001600160a01b038a16156129cb576001600160a01b038a1660005260036020528d61ffff60406000209116600052602052604060002060ff8154166000146129905760010160ff80825416198b1616159283612973575b5050505b15612941578c600052600960205260406000206001600160a01b038a166000526020526001600160401b03604060002054168061292d57506124496040519561242a876138bc565b600087526000602088015260006040880152604051976107f9896138d7565b865260ff6020870197168752604086019182526060860190815260808601948552600060a0870152600061248060ff895116615abc565b61249d65ffffffffffff84511665ffffffffffff84511690615af4565b8551805160ff16806128d5575061ffff60208201511615908115916128c3575b506128b4575b60ff60a088015116600381116116315750506002549b6124eb6001600160401b038e166142c2565b67ffffffffffffffff19909d166001600160401b038e1690811760025563ffffffff1061161b576001600160401b038d1660009081526020819052604090208054985160a08981015188516001600160f81b0319909c166001600160a01b038e161760c09590951b61ffff60c01b169490941760d09790971b61ffff60d01b169690961760e09190911b60ff60e01b161760e89290921b60ff60e81b169190911760f089901b60ff60f01b16178155600181018054935165ffffffffffff60a01b1933166001600160d01b0319909516949094179390941b65ffffffffffff60a01b16929092178355909591905181546001600160d01b031660d09190911b6001600160d01b03191617905561260091614b6f565b6002840155516003830190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff001916171790555161265390614bbe565b90600401908051906001600160401b038211610c06576126778261151f85546142df565b602090601f831160011461284d576126a79291600091836128425750508160011b916000199060031b1c19161790565b90555b6126b385614439565b6040519060208252600080516020615fc38339815191526001600160a01b0333941692806126ef6001600160401b038b16946020830190613669565b0390a460075494600160401b861015610c06576127188561102a88600160209a01600755614239565b6001600160401b0360075416600160405191612733836138bc565b6001600160a01b03858116845289840191825260408085018681526001600160401b038b16600090815260088d529190912094518554935167ffffffffffffffff60a01b60a09190911b1692166001600160e01b03199093169290921717835551910155600052600985526001600160a01b0360406000209116600052845260406000206001600160401b0384166001600160401b03198254161790557f8fa7ab8d6dbb8181264d13203738f121b2a20c88e48dd5ddbeeab42451626aa76128106127fd85614439565b9260405194604086526040860191613ec6565b92808403868201528061282e33956001600160401b03881695613669565b0390a36001600160401b0360405191168152f35b015190508a806109e1565b90601f1983169184600052816000209260005b81811061289c5750908460019594939210612883575b505050811b0190556126aa565b015160001960f88460031b161c19169055898080612876565b92936020600181928786015181550195019301612860565b63ab9ab4bd60e01b8152600490fd5b61ffff9150604001511615158f6124bd565b607f10908115612911575b81156128fc575b50156124c35763ab9ab4bd60e01b8152600490fd5b6105a09150604061ffff91015116118f6128e7565b905061ffff60208201511661ffff6040830151161115906128e0565b630ff6627760e01b60005260045260246000fd5b6116ea612952610995368989613e2b565b604051635e01dcff60e01b8152602060048201529182916024830190613644565b9091925061181957612988918b913390614ff1565b8e80806123de565b5060fa8916159150816129c0575b5080156123e257506001600160a01b0388166001600160a01b038a16146123e2565b60049150148e61299e565b6116ea6129dc610995368b8b613e2b565b604051632fd8684360e01b8152602060048201529182916024830190613644565b9199509d50612a1c919c5060603d60601161171c5761170b818361392a565b9c9198909c9d8f612385565b506102008a11612333565b9050632ea2e3ef60e21b60005260045260245260446000fd5b5061012c4201804211610d1a578111612326565b5080830365ffffffffffff8111610d1a5765ffffffffffff610e109116116122fe565b634022bc5560e01b6000523360045260246000fd5b91955050612abf91955060603d606011612ac9575b612ab7818361392a565b810190613997565b959194908b6122d5565b503d612aad565b34610500576020610e23612ae3366135c1565b92919091614189565b3461050057606036600319011261050057612b056134f7565b612b0d613447565b906044356001600160401b038111610500578060040190610100600319823603011261050057612b3c83614c65565b600181015492336001600160a01b038516036131a857612b5b33614ca8565b905082549061ffff808360d01c16911603612a8357612b806108006107f98480613ee7565b9360ff8260f01c16600285015481875110159182613194575b505015613163576040516295b98960e01b8152602060048201529360608580612bc5602482018a61384b565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9687156104c65760009560009861313b575b50612c118887846147da565b600b811015611819578061311a575060ff612c2e60248501613f1c565b818660e01c161916166130ea57612c4760448401613f2a565b65ffffffffffff808360a01c169116109081156130c8575b5061309957612c8790612c816003612c7a3660848701613f3d565b92016139e0565b90614d58565b1561306b5760ff612c9b60e4829301613f1c565b9260e81c169116101561303d5761131c81612cc293612cb989614ca8565b97909187614e01565b936000946020810192612cd860ff855116615abc565b604082019065ffffffffffff82511695612d00606085019765ffffffffffff89511690615af4565b6080840192835160ff8151168015600014612fe5575061ffff6020820151161590811591612fd3575b50612fc4575b60a085019960ff8b51166003811161163157505060025497612d596001600160401b038a166142c2565b976001600160401b038916809a6001600160401b0319161760025563ffffffff8a1161161b5760008a8152602081905260409020805491519c5186516affffffffffffffffffffff60a01b1933166001600160f81b03199094169390931760a08e811b63ffffffff60a01b169190911760d09790971b61ffff60d01b169690961760e09e909e1b60ff60e01b169d909d1760e89d909d1b60ff60e81b169c909c1760f082901b60ff60f01b16178c5560018c01805493516001600160d01b03199094166001600160a01b038a16179390941b65ffffffffffff60a01b169290921783559091905181546001600160d01b031660d09190911b6001600160d01b031916179055612e6791614b6f565b6002880155516003870190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff0019161717905551612eba90614bbe565b94600401938551946001600160401b038611610c0657602096612ee187611d4984546142df565b8790601f8811600114612f5a579680612f1592610e2398996000926128425750508160011b916000199060031b1c19161790565b90555b612f2183614439565b6040519087825286600080516020615fc38339815191526001600160a01b0386169380612f5233958d830190613669565b0390a4614ee7565b90601f1988169183600052816000209260005b818110612fad575091600193918a610e239a9b9410612f94575b505050811b019055612f18565b015160001960f88460031b161c19169055898080612f87565b92938b600181928786015181550195019301612f6d565b63ab9ab4bd60e01b8a5260048afd5b61ffff9150604001511615158b612d29565b607f10908115613021575b811561300c575b5015612d2f5763ab9ab4bd60e01b8a5260048afd5b6105a09150604061ffff91015116118b612ff7565b905061ffff60208201511661ffff604083015116111590612ff0565b60405163835ff0d560e01b81526020600482015260056024820152640c8cae0e8d60db1b6044820152606490fd5b60405163835ff0d560e01b8152602060048201526005602482015264686f75727360d81b6044820152606490fd5b60405163835ff0d560e01b815260206004820152600660248201526577696e646f7760d01b6044820152606490fd5b905065ffffffffffff6130dd60648501613f2a565b9160d01c9116118a612c5f565b60405163835ff0d560e01b8152602060048201526007602482015266616374696f6e7360c81b6044820152606490fd5b6001600160401b038a63528abc9560e11b6000521660045260245260446000fd5b90975061315891955060603d60601161171c5761170b818361392a565b50949094968a612c05565b60405163835ff0d560e01b81526020600482015260086024820152677265736f7572636560c01b6044820152606490fd5b6131a091925087614b6f565b148980612b99565b6001600160401b0385638dd8cd6160e01b600052166004523360245260446000fd5b34610500576000366003190112610500576020604051643afff441808152f35b34610500576080366003190112610500576132036134f7565b6044356001600160401b0381116105005761322290369060040161345d565b6064356001600160401b03811161050057613241903690600401613594565b9261324e60243586614935565b9261325d610800368385613e2b565b8051600186019560ff875460081c168214918215926133c6575b50506131635760206132a4916040518093819263c7040cc360e01b8352846004840152602483019061384b565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c65760009161338c575b506001600160a01b033391160361337a5750508215801561336f575b611f23577f10d929c814260b98a379aa89fea54511a12fe25282305f76f0f527fc9c99f790916203000062ff00001982541617905561333b846145a3565b926118d9613356604051938493604085526040850191613ec6565b82810360208401526001600160401b0333971695613762565b5061020083116132fd565b6109956116ea926116d0923691613e2b565b90506020813d6020116133be575b816133a76020938361392a565b81010312610500576133b89061394b565b876132e1565b3d915061339a565b60029192506133d59084614b6f565b91015414158880613277565b34610500576133f26117f83661350d565b604051600b821015611819576020918152f35b34610500576000366003190112610500576020906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b602435906001600160a01b038216820361050057565b9181601f84011215610500578235916001600160401b038311610500576020808501948460051b01011161050057565b6024359060ff8216820361050057565b359060ff8216820361050057565b6044359065ffffffffffff8216820361050057565b6064359065ffffffffffff8216820361050057565b359065ffffffffffff8216820361050057565b359061ffff8216820361050057565b600435906001600160401b038216820361050057565b9060c0600319830112610500576004356001600160a01b03811681036105005791602435906001600160401b0382116105005761354c9160040161345d565b909160443560ff81168103610500579060643565ffffffffffff81168103610500579060843561ffff81168103610500579060a4356001600160401b03811681036105005790565b9181601f84011215610500578235916001600160401b038311610500576020838186019501011161050057565b906080600319830112610500576004356001600160401b038116810361050057916024359160443565ffffffffffff811681036105005791606435906001600160401b038211610500576101009082900360031901126105005760040190565b60005b8381106136345750506000910152565b8181015183820152602001613624565b9060209161365d81518092818552858086019101613621565b601f01601f1916010190565b906001600160401b0382511681526001600160401b0360208301511660208201526001600160a01b0360408301511660408201526001600160a01b0360608301511660608201526101c061ffff6101806136d460808601516101e060808701526101e0860190613644565b9460ff60a08201511660a086015265ffffffffffff60c08201511660c086015265ffffffffffff60e08201511660e086015282604061010083015160ff8151166101008901528260208201511661012089015201511661014086015260ff6101208201511661016086015261014081015115158286015282610160820151166101a086015201511691015290565b906001600160401b0382511681526001600160a01b0360208301511660208201526137f96137e76137a460408501516101806040860152610180850190613644565b60ff606086015116606085015265ffffffffffff608086015116608085015265ffffffffffff60a08601511660a085015260c085015184820360c0860152613644565b60e084015183820360e0850152613644565b916101008101519060048210156118195761016061ffff9181936101008601526001600160401b036101208201511661012086015265ffffffffffff6101408201511661014086015201511691015290565b906020808351928381520192019060005b8181106138695750505090565b825184526020938401939092019160010161385c565b906020808351928381520192019060005b81811061389d5750505090565b82516001600160a01b0316845260209384019390920191600101613890565b606081019081106001600160401b03821117610c0657604052565b60c081019081106001600160401b03821117610c0657604052565b6101a081019081106001600160401b03821117610c0657604052565b61018081019081106001600160401b03821117610c0657604052565b90601f801991011681019081106001600160401b03821117610c0657604052565b51906001600160a01b038216820361050057565b602080825281018390526001600160fb1b0383116105005760409260051b809284830137010190565b519061ffff8216820361050057565b90816060910312610500578051600681101561050057916139c660406139bf60208501613988565b930161394b565b90565b6001600160401b038111610c065760051b60200190565b906040516139ed816138bc565b604061ffff82945460ff81168452818160081c16602085015260181c16910152565b9081606091031261050057613a238161394b565b916040613a3260208401613988565b92015190565b94919290939560ff8216158015613dd9575b613c415783158015613dcf575b613dc3576001600160401b03168015613ce05760005260006020526040600020956001870154916001600160a01b038316968715613cd2576001600160a01b0316809703613cc5576001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169660405190632254f92560e01b825260048201526060816024818b5afa9081156104c657600090600092613ca2575b5060068110156118195715908115613c8c575b50613c7f5787549060ff8260f01c1660028a0154613b28886139c9565b91613b36604051938461392a565b888352602083018960051b8b0190368211610500578b905b828210613c6f5750505080835110159283613c5b575b50505015613c4d5760ff809260e01c16191616613c415765ffffffffffff1665ffffffffffff8260a01c168110918215613c33575b5050613c2957613bb490613baf600387016139e0565b614762565b15613c20576040516295b98960e01b815292606092849283918291613bdc916004840161395f565b03915afa9081156104c6576139c692600091600093613bfc575b506147da565b909250613c18915060603d60601161171c5761170b818361392a565b509138613bf6565b50505050600790565b5050505050600690565b60d01c111590503880613b99565b50505050505050600590565b505050505050505050600490565b613c66929350614b6f565b14388080613b64565b8135815260209182019101613b4e565b5050505050505050600390565b905061ffff808a5460d01c169116141538613b0b565b9050613cbd915060603d606011612ac957612ab7818361392a565b509038613af8565b5050505050505050600290565b505050505050505050600190565b505050916001600160a01b0391935016908115159283613d0f575b505050600014613d0a57600090565b600190565b60405163c7040cc360e01b815292935060209183918291613d33916004840161395f565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c657600090613d83575b6001600160a01b0391501614388080613cfb565b506020813d602011613dbb575b81613d9d6020938361392a565b8101031261050057613db66001600160a01b039161394b565b613d6f565b3d9150613d90565b50505050505050600490565b5060088411613a57565b5060c082161515613a4a565b9291926001600160401b038211610c065760405191613e0e601f8201601f19166020018461392a565b829481845281830111610500578281602093846000960137010152565b929192613e37826139c9565b93613e45604051958661392a565b602085848152019260051b8201918183116105005780935b838510613e6b575050505050565b84356001600160401b03811161050057820183601f8201121561050057602091613e9b8583858095359101613de5565b815201940193613e5d565b6040906001600160a01b036139c694931681528160208201520190613644565b908060209392818452848401376000828201840152601f01601f1916010190565b903590601e198136030182121561050057018035906001600160401b03821161050057602001918160051b3603831361050057565b3560ff811681036105005790565b3565ffffffffffff811681036105005790565b919082606091031261050057604051613f55816138bc565b6040613f7f818395613f668161349d565b8552613f74602082016134e8565b6020860152016134e8565b910152565b919091610100818403126105005760405190613f9f826138d7565b819381356001600160401b0381116105005782019080601f830112156105005760a09261401982613fdb60e094866020613f7f98359101613e2b565b8752613fe96020840161349d565b6020880152613ffa604084016134d5565b604088015261400b606084016134d5565b606088015260808301613f3d565b60808601520161349d565b602081526101208101918035601e1982360301811215610500578101803560208201946001600160401b038211610500578160051b9081360387136105005791809192610100602088015252610140808601928601019592600090603e19813603015b83831061412d5750505050505060ff61412660e083836140ac6020610100970161349d565b16604087015265ffffffffffff6140c5604083016134d5565b16606087015265ffffffffffff6140de606083016134d5565b166080870152836140f16080830161349d565b1660a087015261ffff61410660a083016134e8565b1660c087015261ffff61411b60c083016134e8565b16828701520161349d565b1691015290565b90919293949761013f1988820301865288358281121561050057830190604060208301359201916001600160401b0381116105005780360383136105005761417b6020928392600195613ec6565b9a0196019493019190614087565b9265ffffffffffff909291926040516141b8816141aa602082019485614024565b03601f19810183528261392a565b51902091604051936001600160401b03602086019660e0885260196101008801527f637573746f733a20617070726f7665206120726571756573740000000000000061012088015246604088015230606088015216608086015260a08501521660c083015260e082015261012081526142336101408261392a565b51902090565b9060075482101561427a576007600052600282901c7fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c688019160031b60181690565b634e487b7160e01b600052603260045260246000fd5b903590601e198136030182121561050057018035906001600160401b0382116105005760200191813603831361050057565b6001600160401b03166001600160401b038114610d1a5760010190565b90600182811c9216801561430f575b60208310146142f957565b634e487b7160e01b600052602260045260246000fd5b91607f16916142ee565b60005b82811061432857505050565b60008282015560010161431c565b91601f821161434457505050565b80821161435057505050565b61437d926000526020600020916020601f830160051c921061437f575b601f82910160051c039101614319565b565b6000915061436d565b6000198114610d1a5760010190565b90604051918260008254926143ab846142df565b808452936001811690811561441757506001146143d0575b5061437d9250038361392a565b90506000929192526020600020906000915b8183106143fb57505090602061437d92820101386143c3565b60209193508060019154838589010152019101909184926143e2565b90506020925061437d94915060ff191682840152151560051b820101386143c3565b600061018060405161444a816138f2565b828152826020820152826040820152826060820152606060808201528260a08201528260c08201528260e0820152604051614484816138bc565b838152836020820152836040820152610100820152826101208201528261014082015282610160820152015261ffff6144bc82614c65565b61454a600382549260018101546001600160401b03604051976144de896138f2565b16875263ffffffff8560a01c1660208801526001600160a01b03851660408801526001600160a01b038116606088015261451a60048301614397565b608088015260ff8560e01c1660a088015265ffffffffffff8160a01c1660c088015260d01c60e0870152016139e0565b61010084015260ff8160e81c166101208401528060f81c1515610140840152818160c01c1661016084015260d01c1661018082015290565b9190826040910312610500576139c6602061459c8461394b565b9301613988565b6001600160401b039060006101606040516145bd8161390e565b828152826020820152606060408201528260608201528260808201528260a0820152606060c0820152606060e0820152826101008201528261012082015282610140820152015216806000526001602052604060002060018101549060ff8260101c169060048210156118195781156146e257906146a560068361ffff9594546040519761464a8961390e565b88526001600160a01b038116602089015261466760048301614397565b604089015260ff8616606089015265ffffffffffff8160a01c16608089015260d01c60a088015261469a60058201614397565b60c088015201614397565b60e08501526101008401526001600160401b038160181c1661012084015265ffffffffffff8160581c1661014084015260881c1661016082015290565b8363b2064e1560e01b60005260045260246000fd5b9190826040910312610500576020613a3283613988565b906040519182815491828252602082019060005260206000209260005b81811061474057505061437d9250038361392a565b84546001600160a01b031683526001948501948794506020909301920161472b565b9060ff825116156147d35761ffff169061ffff6105a08181850416930616906007831092836147be575b50826147ab575b8261479d57505090565b6040015161ffff1611919050565b602081015161ffff168210159250614793565b815160ff16901c60019081161492503861478c565b5050600190565b600092917f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316915b600385111561481d575050505050600190565b548060f81c61492b5763ffffffff8160a01c1680156148e45760005260006020526040600020906001600160a01b0360405191632254f92560e01b8352166004820152606081602481875afa9081156104c65760009081926148c2575b50600681101561181957159081156148ac575b506148a25761489c9094614388565b9361480a565b5050505050600990565b905061ffff80835460d01c16911614153861488d565b90506148dc915060603d8111612ac957612ab7818361392a565b50903861487a565b509293506001600160a01b039150166001600160a01b038216149182614916575b50501561491157600090565b600a90565b61ffff91925081169160c01c16143880614905565b5050505050600890565b6001600160401b03909291921680600052600160205260406000209260018401549060ff8260101c169060048210156118195781156146e2576003860154036149ed57845460d01c4210918215926149b9575b50600114908115916149b1575b5061499d5750565b63490411d360e11b60005260045260246000fd5b905038614995565b62278d0091925065ffffffffffff9060581c160165ffffffffffff8111610d1a5765ffffffffffff16421015906001614988565b8263e240abaf60e01b60005260045260246000fd5b90614a0c826139c9565b614a19604051918261392a565b8281528092614a2a601f19916139c9565b0190602036910137565b805182101561427a5760209160051b010190565b90815180158015614b65575b614afb57614a6181614a02565b9260005b828110614a7157505050565b614a7b8183614a34565b51805180158015614b5b575b614afb5760005b818110614ab35750509081602060019351910120614aac8288614a34565b5201614a65565b825181101561427a5760ff60f81b6020828501015116606160f81b8110159081614b4c575b8115614b28575b8115614b1a575b8115614b0c575b5015614afb57600101614a8e565b6364325c9160e01b60005260046000fd5b605f60f81b14905038614aed565b602d60f81b81149150614ae6565b9050600360fc1b81101580614b3e575b90614adf565b50603960f81b811115614b38565b603d60f91b8111159150614ad8565b50603f8111614a87565b5060088111614a54565b6000929183915b818310614b8257505050565b909193600190614b928684614a34565b516040519060208201928352604082015260408152614bb260608261392a565b51902094019190614b76565b9081518015614c4d5782511561427a57916020810151926001915b818310614be557505050565b909193600190614c4482614bf98886614a34565b519260206040519482614c158794518092858088019101613621565b8301602f60f81b83820152614c338251809385602185019101613621565b01010301601f19810183528261392a565b94019190614bd9565b509050604051614c5e60208261392a565b6000815290565b6001600160401b0316908160005260006020526040600020916001600160a01b0360018401541615614c945750565b631df757e160e11b60005260045260246000fd5b906001600160a01b0360405192632254f92560e01b845216908160048401526060836024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c657600093600091614d32575b50918360068110156118195715614d1e5750565b634022bc5560e01b60005260045260246000fd5b9050614d4e91935060603d606011612ac957612ab7818361392a565b5092909238614d0a565b9060ff815116156147d35760ff82511615614dbe575b60ff825181835116191616159182614da2575b82614d8b57505090565b61ffff809293506040809201511692015116101590565b915061ffff60208301511661ffff602083015116111591614d81565b9050604051614dcc816138bc565b607f8152600060208201526105a0604082015290614d6e565b805482101561427a5760005260206000209060021b0190600090565b949291926001600160a01b0382166000526003602052604060002061ffff85166000526020526003614e47846040600020946020890197614e4189613f1c565b91615c47565b92019081549560006006861015945b88821080614edf575b15614e9a5750614e6f8185614de5565b5085614e7a89613f1c565b906118195787614e8e918c614e9494615d60565b91614388565b90614e56565b96505095509550505050614eab5750565b614ebe6109956107f9836116ea94613ee7565b6040516305c522d160e41b8152602060048201529182916024830190613644565b508015614e5f565b6001600160401b039093919293169182600052600660205260406000206001600160a01b038216600052602052604060002054936001600160a01b036001600160401b03600092169216945b60088210614f5457858563eabec60d60e01b60005260045260245260446000fd5b92949193600582901b9392916001600160fb1b0381168103610d1a5763ffffffff84861c1680614fab575b505063ffffffff9160409160005260066020528160002060009182526020522093831b921b1916179055565b60005260006020526040600020805460f81c159081614fe0575b50614fd05780614f7f565b6001919593929694500190614f33565b60019150015460d01c421038614fc5565b92919060018060ff80875460081c16941693841c1614908115615037575b5061502f57600414918261502257505090565b6139c69250600101615ddf565b505050600190565b615045915060018501615ddf565b3861500f565b60805260a081905292939265ffffffffffff9161506791614935565b91169242841115615aa7576150826108006107f98380613ee7565b60c052600182015460ff8160081c1660028401548160c0515110159182615a91575b50501561316357604051906295b98960e01b825260206004830152606082806150d26024820160c05161384b565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c657600092600092615a6c575b506001600160a01b03831615615a5957602084019060ff61513283613f1c565b8183161916166130ea5761514860408601613f2a565b86549065ffffffffffff808360a01c169116108015615a39575b6130995760ff61517460e08801613f1c565b1661303d576001600160a01b031697886001600160a01b036080511614615a19576151a0608051615e30565b156159f957886151b261ffff9a614ca8565b9a909360881c1661ffff8b1603614d1e575060405160208101906151da816141aa8a85614024565b519020926001600160401b0360a0511660005260046020526040600020846000526020526040600020916001600160a01b036080511660005282602052604060002065ffffffffffff42915416116159ca576001600160a01b03608051166000528260205260406000209065ffffffffffff198254161790556040516001600160a01b0360805116907f20e4568f948cf8b73c90e5b67610369d4c1aae70a1c388bf6cda6a08951d54e76001600160401b0360a05116918061529c8c82614024565b0390a36152b3836152ac83613f1c565b8789615c47565b1561583f575050506001600160401b0360a0511660005260046020526040600020816000526020526040600020906001600160a01b0384166001600160a01b0360805116036157b4575b6001600160401b0360a0511660005260056020526040600020906000526020526001600160a01b03604060002054166001600160a01b03841660005281602052604060002065ffffffffffff42915416119182615789575b5081615775575b81615765575b501561575b575b60018401805462ff000019166202000017905583546001600160a01b031692615393903690613f84565b9060006153a660ff602085015116615abc565b6153c965ffffffffffff60408501511665ffffffffffff60608601511690615af4565b6080830151805160ff1680615703575061ffff60208201511615908115916156f1575b506128b4575b60ff60a084015116600381116116315750506002549161541a6001600160401b0384166142c2565b976001600160401b03891680946001600160401b0319161760025563ffffffff841161161b576000848152602081815260409182902080549185015160a08087015160c08051516001600160f81b03199096166001600160a01b038d8116919091179a90911b61ffff60c01b169990991760d097881b61ffff60d01b161760e09390931b60ff60e01b169290921760e89290921b60ff60e81b169190911760f084901b60ff60f01b16178255928501516060860151968a16931b65ffffffffffff60a01b16929092176001600160d01b03199590931b9490941691909117600182015591600491615563916155119060c051614b6f565b60028501556080810151600385019060ff808251161660ff1983541617825560208101519062ffff0064ffff0000006040855493015160181b169260081b169064ffffffff0019161717905551614bbe565b9101908051906001600160401b038211610c06576155858261151f85546142df565b602090601f831160011461568a576155b592916000918361567f5750508160011b916000199060031b1c19161790565b90555b600080516020615fc38339815191526001600160a01b036155d888614439565b936155f26040519283926020845216956020830190613669565b0390a460010180546affffffffffffffff0000001916601884901b6affffffffffffffff0000001617905560a051615629906145a3565b60405190602082527fc2a20927c9d9be0f183c6886f0af15c7d9e72378afaf909d6604c46009a657a86001600160a01b0360805116928061567a6001600160401b0360a05116946020830190613762565b0390a3565b0151905038806109e1565b90601f1983169184600052816000209260005b8181106156d957509084600195949392106156c0575b505050811b0190556155b8565b015160001960f88460031b161c191690553880806156b3565b9293602060018192878601518155019501930161569d565b61ffff915060400151161515386153ec565b607f1090811561573f575b811561572a575b50156153f25763ab9ab4bd60e01b8152600490fd5b6105a09150604061ffff910151161138615715565b905061ffff60208201511661ffff60408301511611159061570e565b5060009450505050565b61576f9150615f3b565b38615362565b6001600160a01b038416811415915061535c565b9091506001600160a01b038216600052602052604060002065ffffffffffff42915416119038615355565b6157bf608051615f3b565b15615810576001600160401b0360a05116600052600560205260406000208160005260205260406000206001600160a01b03608051166bffffffffffffffffffffffff60a01b8254161790556152fd565b630f844c1160e31b6000526001600160401b0360a051166004526001600160a01b036080511660245260446000fd5b909192506001600160a01b0385166000526003602052604060002061ffff8516600052602052615873604060002091613f1c565b600193600093600360009401928354926000946006821015955b8581106158d457505050505050506000146158b657155b61581057615369575060009450505050565b506001600160a01b0383166001600160a01b036080511614156158a4565b86976158e08284614de5565b5098611819576158f4848660c0518c615d60565b156159c05750600197600281019061590e60805183615ddf565b6159b7575b60009180548b845b828110615947575050505060ff905460101c161161593e575b6001905b0161588d565b60009950615934565b6001600160a01b036159598286615d48565b90549060031b1c16604060006001600160a01b03831681528d6020522065ffffffffffff429154161190816159a7575b50615997575b018c9061591b565b946159a190614388565b9461598f565b6159b19150615e30565b38615989565b99508899615913565b9750600190615938565b630f2bb0f160e41b6000526001600160401b0360a051166004526001600160a01b036080511660245260446000fd5b634022bc5560e01b6000526001600160a01b036080511660045260246000fd5b632f24366360e21b6000526001600160401b0360a0511660045260246000fd5b50615a4660608701613f2a565b65ffffffffffff8260d01c911611615162565b6116ea6129dc6109956107f98780613ee7565b909250615a88915060603d60601161171c5761170b818361392a565b50909138615112565b615a9f91925060c051614b6f565b1438806150a4565b8363188e463160e11b60005260045260246000fd5b60ff8116908115908115615ae7575b50615ad35750565b639c7711e960e01b60005260045260246000fd5b60c0915016151538615acb565b65ffffffffffff9182169116818110801590615b2a575b615b13575050565b637f3606df60e01b60005260045260245260446000fd5b50643afff441808211615b0b565b615b44600382016139e0565b9060ff81546002600184015493015493828151169061ffff60408160208401511692015116916040519560208701976001600160a01b038616895261ffff8660c01c1660408901526001600160a01b038216606089015261ffff8660d01c16608089015260a0880152858560e01c1660c088015265ffffffffffff8160a01c1660e088015260d01c61010087015261012086015261014085015261016084015260e81c1661018082015261018081526142336101a08261392a565b90600160401b8111610c0657815490808355818110615c1d57505050565b61437d9260005280602060002001910390614319565b356001600160a01b03811681036105005790565b6001600160a01b0316600052600360205261ffff6040600020911660005260205260ff60406000205416918215615d31575b508115615d25575b50615d20576040516346f3131760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa9081156104c657600091615ce0575b5061ffff600191161190565b90506020813d602011615d18575b81615cfb6020938361392a565b810103126105005761ffff615d11600192613988565b9150615cd4565b3d9150615cee565b600090565b60019150161538615c81565b909150600681101561181957600414159038615c79565b805482101561427a5760005260206000200190600090565b91909260ff83549283161615918215615dc7575b5050615dc0576001018054918051838110615db6575b5082615d9591614b6f565b916000198101908111610d1a57615dab91615d48565b90549060031b1c1490565b9250615d95615d8a565b5050600090565b6001925060ff809160081c1691161c16153880615d74565b8054916001600160a01b03169060005b838110615dff5750505050600090565b826001600160a01b03615e128385615d48565b90549060031b1c1614615e2757600101615def565b50505050600190565b615e3981615f3b565b615eca576001600160a01b0360405191632254f92560e01b83521660048201526060816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c657600091615ea9575b50600681101561181957151590565b615ec2915060603d606011612ac957612ab7818361392a565b505038615e9a565b50600190565b919081101561427a5760051b0190565b600090815b838310615ef55750505050600190565b6001600160a01b0380615f11615f0c868887615ed0565b615c33565b921691161115615f33576001615f2b615f0c848685615ed0565b920191615ee5565b505050600090565b6001600160a01b036040519163013eb6b760e51b83521660048201526040816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c65761ffff91600091615fa2575b5016151590565b615fbb915060403d6040116104bf576104af818361392a565b5038615f9b56fea5c1f40e33460cb43a89efd4520c5b10934a7c1e1f14d1d627e1d21096a73c2b",
}

// Capabilities is an auto generated Go binding around an Ethereum contract.
type Capabilities struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Capabilities) GetABI() abi.ABI {
	return c.abi
}

// NewCapabilities creates a new instance of Capabilities.
func NewCapabilities() *Capabilities {
	parsed, err := CapabilitiesMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Capabilities{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Capabilities) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address registry) returns()
func (capabilities *Capabilities) PackConstructor(registry common.Address) []byte {
	enc, err := capabilities.abi.Pack("", registry)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackALLACTIONS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xecd2722a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ALL_ACTIONS() view returns(uint8)
func (capabilities *Capabilities) PackALLACTIONS() []byte {
	enc, err := capabilities.abi.Pack("ALL_ACTIONS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackALLACTIONS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xecd2722a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ALL_ACTIONS() view returns(uint8)
func (capabilities *Capabilities) TryPackALLACTIONS() ([]byte, error) {
	return capabilities.abi.Pack("ALL_ACTIONS")
}

// UnpackALLACTIONS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xecd2722a.
//
// Solidity: function ALL_ACTIONS() view returns(uint8)
func (capabilities *Capabilities) UnpackALLACTIONS(data []byte) (uint8, error) {
	out, err := capabilities.abi.Unpack("ALL_ACTIONS", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackGLASSSKEW is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x80dde551.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function GLASS_SKEW() view returns(uint48)
func (capabilities *Capabilities) PackGLASSSKEW() []byte {
	enc, err := capabilities.abi.Pack("GLASS_SKEW")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGLASSSKEW is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x80dde551.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function GLASS_SKEW() view returns(uint48)
func (capabilities *Capabilities) TryPackGLASSSKEW() ([]byte, error) {
	return capabilities.abi.Pack("GLASS_SKEW")
}

// UnpackGLASSSKEW is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x80dde551.
//
// Solidity: function GLASS_SKEW() view returns(uint48)
func (capabilities *Capabilities) UnpackGLASSSKEW(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("GLASS_SKEW", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXCHILDREN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc222ff49.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_CHILDREN() view returns(uint256)
func (capabilities *Capabilities) PackMAXCHILDREN() []byte {
	enc, err := capabilities.abi.Pack("MAX_CHILDREN")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXCHILDREN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc222ff49.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_CHILDREN() view returns(uint256)
func (capabilities *Capabilities) TryPackMAXCHILDREN() ([]byte, error) {
	return capabilities.abi.Pack("MAX_CHILDREN")
}

// UnpackMAXCHILDREN is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc222ff49.
//
// Solidity: function MAX_CHILDREN() view returns(uint256)
func (capabilities *Capabilities) UnpackMAXCHILDREN(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("MAX_CHILDREN", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXDEPTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa27154ba.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_DEPTH() view returns(uint8)
func (capabilities *Capabilities) PackMAXDEPTH() []byte {
	enc, err := capabilities.abi.Pack("MAX_DEPTH")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXDEPTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa27154ba.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_DEPTH() view returns(uint8)
func (capabilities *Capabilities) TryPackMAXDEPTH() ([]byte, error) {
	return capabilities.abi.Pack("MAX_DEPTH")
}

// UnpackMAXDEPTH is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa27154ba.
//
// Solidity: function MAX_DEPTH() view returns(uint8)
func (capabilities *Capabilities) UnpackMAXDEPTH(data []byte) (uint8, error) {
	out, err := capabilities.abi.Unpack("MAX_DEPTH", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackMAXGLASS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf60db2e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_GLASS() view returns(uint48)
func (capabilities *Capabilities) PackMAXGLASS() []byte {
	enc, err := capabilities.abi.Pack("MAX_GLASS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXGLASS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf60db2e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_GLASS() view returns(uint48)
func (capabilities *Capabilities) TryPackMAXGLASS() ([]byte, error) {
	return capabilities.abi.Pack("MAX_GLASS")
}

// UnpackMAXGLASS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbf60db2e.
//
// Solidity: function MAX_GLASS() view returns(uint48)
func (capabilities *Capabilities) UnpackMAXGLASS(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("MAX_GLASS", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXTEXT is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa4019835.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_TEXT() view returns(uint256)
func (capabilities *Capabilities) PackMAXTEXT() []byte {
	enc, err := capabilities.abi.Pack("MAX_TEXT")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXTEXT is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa4019835.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_TEXT() view returns(uint256)
func (capabilities *Capabilities) TryPackMAXTEXT() ([]byte, error) {
	return capabilities.abi.Pack("MAX_TEXT")
}

// UnpackMAXTEXT is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa4019835.
//
// Solidity: function MAX_TEXT() view returns(uint256)
func (capabilities *Capabilities) UnpackMAXTEXT(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("MAX_TEXT", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXTIME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x26949984.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_TIME() view returns(uint48)
func (capabilities *Capabilities) PackMAXTIME() []byte {
	enc, err := capabilities.abi.Pack("MAX_TIME")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXTIME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x26949984.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_TIME() view returns(uint48)
func (capabilities *Capabilities) TryPackMAXTIME() ([]byte, error) {
	return capabilities.abi.Pack("MAX_TIME")
}

// UnpackMAXTIME is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x26949984.
//
// Solidity: function MAX_TIME() view returns(uint48)
func (capabilities *Capabilities) UnpackMAXTIME(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("MAX_TIME", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function REGISTRY() view returns(address)
func (capabilities *Capabilities) PackREGISTRY() []byte {
	enc, err := capabilities.abi.Pack("REGISTRY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function REGISTRY() view returns(address)
func (capabilities *Capabilities) TryPackREGISTRY() ([]byte, error) {
	return capabilities.abi.Pack("REGISTRY")
}

// UnpackREGISTRY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x06433b1b.
//
// Solidity: function REGISTRY() view returns(address)
func (capabilities *Capabilities) UnpackREGISTRY(data []byte) (common.Address, error) {
	out, err := capabilities.abi.Unpack("REGISTRY", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackREQUESTLASTS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7f2e700d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function REQUEST_LASTS() view returns(uint48)
func (capabilities *Capabilities) PackREQUESTLASTS() []byte {
	enc, err := capabilities.abi.Pack("REQUEST_LASTS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackREQUESTLASTS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7f2e700d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function REQUEST_LASTS() view returns(uint48)
func (capabilities *Capabilities) TryPackREQUESTLASTS() ([]byte, error) {
	return capabilities.abi.Pack("REQUEST_LASTS")
}

// UnpackREQUESTLASTS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7f2e700d.
//
// Solidity: function REQUEST_LASTS() view returns(uint48)
func (capabilities *Capabilities) UnpackREQUESTLASTS(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("REQUEST_LASTS", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackAcknowledge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa0ffe46d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acknowledge(uint64 number, bytes32 content) returns()
func (capabilities *Capabilities) PackAcknowledge(number uint64, content [32]byte) []byte {
	enc, err := capabilities.abi.Pack("acknowledge", number, content)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcknowledge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa0ffe46d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acknowledge(uint64 number, bytes32 content) returns()
func (capabilities *Capabilities) TryPackAcknowledge(number uint64, content [32]byte) ([]byte, error) {
	return capabilities.abi.Pack("acknowledge", number, content)
}

// PackApprovalChallenge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3106e413.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approvalChallenge(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) view returns(bytes32)
func (capabilities *Capabilities) PackApprovalChallenge(number uint64, content [32]byte, expires *big.Int, terms CapabilitiesTerms) []byte {
	enc, err := capabilities.abi.Pack("approvalChallenge", number, content, expires, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprovalChallenge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3106e413.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approvalChallenge(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) view returns(bytes32)
func (capabilities *Capabilities) TryPackApprovalChallenge(number uint64, content [32]byte, expires *big.Int, terms CapabilitiesTerms) ([]byte, error) {
	return capabilities.abi.Pack("approvalChallenge", number, content, expires, terms)
}

// UnpackApprovalChallenge is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3106e413.
//
// Solidity: function approvalChallenge(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) view returns(bytes32)
func (capabilities *Capabilities) UnpackApprovalChallenge(data []byte) ([32]byte, error) {
	out, err := capabilities.abi.Unpack("approvalChallenge", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd778f149.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 granted)
func (capabilities *Capabilities) PackApprove(number uint64, content [32]byte, expires *big.Int, terms CapabilitiesTerms) []byte {
	enc, err := capabilities.abi.Pack("approve", number, content, expires, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd778f149.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 granted)
func (capabilities *Capabilities) TryPackApprove(number uint64, content [32]byte, expires *big.Int, terms CapabilitiesTerms) ([]byte, error) {
	return capabilities.abi.Pack("approve", number, content, expires, terms)
}

// UnpackApprove is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd778f149.
//
// Solidity: function approve(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 granted)
func (capabilities *Capabilities) UnpackApprove(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("approve", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackApproveByPasskey is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x39e3a610.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approveByPasskey(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms, (bytes32[2],bytes,bytes,bytes32[2]) assertion) returns(uint64 granted)
func (capabilities *Capabilities) PackApproveByPasskey(number uint64, content [32]byte, expires *big.Int, terms CapabilitiesTerms, assertion CapabilitiesAssertion) []byte {
	enc, err := capabilities.abi.Pack("approveByPasskey", number, content, expires, terms, assertion)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApproveByPasskey is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x39e3a610.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approveByPasskey(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms, (bytes32[2],bytes,bytes,bytes32[2]) assertion) returns(uint64 granted)
func (capabilities *Capabilities) TryPackApproveByPasskey(number uint64, content [32]byte, expires *big.Int, terms CapabilitiesTerms, assertion CapabilitiesAssertion) ([]byte, error) {
	return capabilities.abi.Pack("approveByPasskey", number, content, expires, terms, assertion)
}

// UnpackApproveByPasskey is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x39e3a610.
//
// Solidity: function approveByPasskey(uint64 number, bytes32 content, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms, (bytes32[2],bytes,bytes,bytes32[2]) assertion) returns(uint64 granted)
func (capabilities *Capabilities) UnpackApproveByPasskey(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("approveByPasskey", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackBreakGlass is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x353d7048.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function breakGlass(string[] resource, uint8 actions, uint48 from, uint48 until, string reason) returns(uint64 number)
func (capabilities *Capabilities) PackBreakGlass(resource []string, actions uint8, from *big.Int, until *big.Int, reason string) []byte {
	enc, err := capabilities.abi.Pack("breakGlass", resource, actions, from, until, reason)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBreakGlass is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x353d7048.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function breakGlass(string[] resource, uint8 actions, uint48 from, uint48 until, string reason) returns(uint64 number)
func (capabilities *Capabilities) TryPackBreakGlass(resource []string, actions uint8, from *big.Int, until *big.Int, reason string) ([]byte, error) {
	return capabilities.abi.Pack("breakGlass", resource, actions, from, until, reason)
}

// UnpackBreakGlass is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x353d7048.
//
// Solidity: function breakGlass(string[] resource, uint8 actions, uint48 from, uint48 until, string reason) returns(uint64 number)
func (capabilities *Capabilities) UnpackBreakGlass(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("breakGlass", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackCapability is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9efe2955.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function capability(uint64 number) view returns((uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool,uint16,uint16))
func (capabilities *Capabilities) PackCapability(number uint64) []byte {
	enc, err := capabilities.abi.Pack("capability", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCapability is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9efe2955.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function capability(uint64 number) view returns((uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool,uint16,uint16))
func (capabilities *Capabilities) TryPackCapability(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("capability", number)
}

// UnpackCapability is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9efe2955.
//
// Solidity: function capability(uint64 number) view returns((uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool,uint16,uint16))
func (capabilities *Capabilities) UnpackCapability(data []byte) (CapabilitiesCapability, error) {
	out, err := capabilities.abi.Unpack("capability", data)
	if err != nil {
		return *new(CapabilitiesCapability), err
	}
	out0 := *abi.ConvertType(out[0], new(CapabilitiesCapability)).(*CapabilitiesCapability)
	return out0, nil
}

// PackCapabilityCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84bb9b7c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function capabilityCount() view returns(uint64)
func (capabilities *Capabilities) PackCapabilityCount() []byte {
	enc, err := capabilities.abi.Pack("capabilityCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCapabilityCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84bb9b7c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function capabilityCount() view returns(uint64)
func (capabilities *Capabilities) TryPackCapabilityCount() ([]byte, error) {
	return capabilities.abi.Pack("capabilityCount")
}

// UnpackCapabilityCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84bb9b7c.
//
// Solidity: function capabilityCount() view returns(uint64)
func (capabilities *Capabilities) UnpackCapabilityCount(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("capabilityCount", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackCheck is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c65cef3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function check(address principal, bytes32[] segments, uint8 action, uint48 time, uint16 minuteOfWeek, uint64 number) view returns(uint8)
func (capabilities *Capabilities) PackCheck(principal common.Address, segments [][32]byte, action uint8, time *big.Int, minuteOfWeek uint16, number uint64) []byte {
	enc, err := capabilities.abi.Pack("check", principal, segments, action, time, minuteOfWeek, number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheck is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c65cef3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function check(address principal, bytes32[] segments, uint8 action, uint48 time, uint16 minuteOfWeek, uint64 number) view returns(uint8)
func (capabilities *Capabilities) TryPackCheck(principal common.Address, segments [][32]byte, action uint8, time *big.Int, minuteOfWeek uint16, number uint64) ([]byte, error) {
	return capabilities.abi.Pack("check", principal, segments, action, time, minuteOfWeek, number)
}

// UnpackCheck is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0c65cef3.
//
// Solidity: function check(address principal, bytes32[] segments, uint8 action, uint48 time, uint16 minuteOfWeek, uint64 number) view returns(uint8)
func (capabilities *Capabilities) UnpackCheck(data []byte) (uint8, error) {
	out, err := capabilities.abi.Unpack("check", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackContentOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7d013ae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function contentOf(uint64 number) view returns(bytes32)
func (capabilities *Capabilities) PackContentOf(number uint64) []byte {
	enc, err := capabilities.abi.Pack("contentOf", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackContentOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7d013ae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function contentOf(uint64 number) view returns(bytes32)
func (capabilities *Capabilities) TryPackContentOf(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("contentOf", number)
}

// UnpackContentOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc7d013ae.
//
// Solidity: function contentOf(uint64 number) view returns(bytes32)
func (capabilities *Capabilities) UnpackContentOf(data []byte) ([32]byte, error) {
	out, err := capabilities.abi.Unpack("contentOf", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackContentOfRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3e458991.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function contentOfRequest(uint64 number) view returns(bytes32)
func (capabilities *Capabilities) PackContentOfRequest(number uint64) []byte {
	enc, err := capabilities.abi.Pack("contentOfRequest", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackContentOfRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3e458991.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function contentOfRequest(uint64 number) view returns(bytes32)
func (capabilities *Capabilities) TryPackContentOfRequest(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("contentOfRequest", number)
}

// UnpackContentOfRequest is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3e458991.
//
// Solidity: function contentOfRequest(uint64 number) view returns(bytes32)
func (capabilities *Capabilities) UnpackContentOfRequest(data []byte) ([32]byte, error) {
	out, err := capabilities.abi.Unpack("contentOfRequest", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackDelegate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a79d5a3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function delegate(uint64 parent, address grantee, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 number)
func (capabilities *Capabilities) PackDelegate(parent uint64, grantee common.Address, terms CapabilitiesTerms) []byte {
	enc, err := capabilities.abi.Pack("delegate", parent, grantee, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDelegate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a79d5a3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function delegate(uint64 parent, address grantee, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 number)
func (capabilities *Capabilities) TryPackDelegate(parent uint64, grantee common.Address, terms CapabilitiesTerms) ([]byte, error) {
	return capabilities.abi.Pack("delegate", parent, grantee, terms)
}

// UnpackDelegate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2a79d5a3.
//
// Solidity: function delegate(uint64 parent, address grantee, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 number)
func (capabilities *Capabilities) UnpackDelegate(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("delegate", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackDeny is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1daa6ad0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deny(uint64 number, bytes32 content, string[] resource, string reason) returns()
func (capabilities *Capabilities) PackDeny(number uint64, content [32]byte, resource []string, reason string) []byte {
	enc, err := capabilities.abi.Pack("deny", number, content, resource, reason)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeny is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1daa6ad0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deny(uint64 number, bytes32 content, string[] resource, string reason) returns()
func (capabilities *Capabilities) TryPackDeny(number uint64, content [32]byte, resource []string, reason string) ([]byte, error) {
	return capabilities.abi.Pack("deny", number, content, resource, reason)
}

// PackGlassAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf0d71f23.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function glassAt(uint256 index) view returns(uint64)
func (capabilities *Capabilities) PackGlassAt(index *big.Int) []byte {
	enc, err := capabilities.abi.Pack("glassAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGlassAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf0d71f23.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function glassAt(uint256 index) view returns(uint64)
func (capabilities *Capabilities) TryPackGlassAt(index *big.Int) ([]byte, error) {
	return capabilities.abi.Pack("glassAt", index)
}

// UnpackGlassAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf0d71f23.
//
// Solidity: function glassAt(uint256 index) view returns(uint64)
func (capabilities *Capabilities) UnpackGlassAt(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("glassAt", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackGlassCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xee40bda4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function glassCount() view returns(uint256)
func (capabilities *Capabilities) PackGlassCount() []byte {
	enc, err := capabilities.abi.Pack("glassCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGlassCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xee40bda4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function glassCount() view returns(uint256)
func (capabilities *Capabilities) TryPackGlassCount() ([]byte, error) {
	return capabilities.abi.Pack("glassCount")
}

// UnpackGlassCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xee40bda4.
//
// Solidity: function glassCount() view returns(uint256)
func (capabilities *Capabilities) UnpackGlassCount(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("glassCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGlassOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3cb3dbc1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function glassOf(bytes32 domain, address sponsor) view returns(uint64)
func (capabilities *Capabilities) PackGlassOf(domain [32]byte, sponsor common.Address) []byte {
	enc, err := capabilities.abi.Pack("glassOf", domain, sponsor)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGlassOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3cb3dbc1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function glassOf(bytes32 domain, address sponsor) view returns(uint64)
func (capabilities *Capabilities) TryPackGlassOf(domain [32]byte, sponsor common.Address) ([]byte, error) {
	return capabilities.abi.Pack("glassOf", domain, sponsor)
}

// UnpackGlassOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3cb3dbc1.
//
// Solidity: function glassOf(bytes32 domain, address sponsor) view returns(uint64)
func (capabilities *Capabilities) UnpackGlassOf(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("glassOf", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackGrant is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f91615f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function grant(address grantee, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 number)
func (capabilities *Capabilities) PackGrant(grantee common.Address, terms CapabilitiesTerms) []byte {
	enc, err := capabilities.abi.Pack("grant", grantee, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGrant is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f91615f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function grant(address grantee, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 number)
func (capabilities *Capabilities) TryPackGrant(grantee common.Address, terms CapabilitiesTerms) ([]byte, error) {
	return capabilities.abi.Pack("grant", grantee, terms)
}

// UnpackGrant is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9f91615f.
//
// Solidity: function grant(address grantee, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 number)
func (capabilities *Capabilities) UnpackGrant(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("grant", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackIsAllowed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x557e753b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isAllowed(address principal, bytes32[] segments, uint8 action, uint48 time, uint16 minuteOfWeek, uint64 number) view returns(bool)
func (capabilities *Capabilities) PackIsAllowed(principal common.Address, segments [][32]byte, action uint8, time *big.Int, minuteOfWeek uint16, number uint64) []byte {
	enc, err := capabilities.abi.Pack("isAllowed", principal, segments, action, time, minuteOfWeek, number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsAllowed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x557e753b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isAllowed(address principal, bytes32[] segments, uint8 action, uint48 time, uint16 minuteOfWeek, uint64 number) view returns(bool)
func (capabilities *Capabilities) TryPackIsAllowed(principal common.Address, segments [][32]byte, action uint8, time *big.Int, minuteOfWeek uint16, number uint64) ([]byte, error) {
	return capabilities.abi.Pack("isAllowed", principal, segments, action, time, minuteOfWeek, number)
}

// UnpackIsAllowed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x557e753b.
//
// Solidity: function isAllowed(address principal, bytes32[] segments, uint8 action, uint48 time, uint16 minuteOfWeek, uint64 number) view returns(bool)
func (capabilities *Capabilities) UnpackIsAllowed(data []byte) (bool, error) {
	out, err := capabilities.abi.Unpack("isAllowed", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4b1ba27c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function request(string[] resource, uint8 actions, uint48 from, uint48 until, string reason, string legalBasis) returns(uint64 number)
func (capabilities *Capabilities) PackRequest(resource []string, actions uint8, from *big.Int, until *big.Int, reason string, legalBasis string) []byte {
	enc, err := capabilities.abi.Pack("request", resource, actions, from, until, reason, legalBasis)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRequest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4b1ba27c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function request(string[] resource, uint8 actions, uint48 from, uint48 until, string reason, string legalBasis) returns(uint64 number)
func (capabilities *Capabilities) TryPackRequest(resource []string, actions uint8, from *big.Int, until *big.Int, reason string, legalBasis string) ([]byte, error) {
	return capabilities.abi.Pack("request", resource, actions, from, until, reason, legalBasis)
}

// UnpackRequest is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4b1ba27c.
//
// Solidity: function request(string[] resource, uint8 actions, uint48 from, uint48 until, string reason, string legalBasis) returns(uint64 number)
func (capabilities *Capabilities) UnpackRequest(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("request", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackRequestCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5badbe4c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function requestCount() view returns(uint64)
func (capabilities *Capabilities) PackRequestCount() []byte {
	enc, err := capabilities.abi.Pack("requestCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRequestCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5badbe4c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function requestCount() view returns(uint64)
func (capabilities *Capabilities) TryPackRequestCount() ([]byte, error) {
	return capabilities.abi.Pack("requestCount")
}

// UnpackRequestCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5badbe4c.
//
// Solidity: function requestCount() view returns(uint64)
func (capabilities *Capabilities) UnpackRequestCount(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("requestCount", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackRequestOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbce43d63.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function requestOf(uint64 number) view returns((uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64,uint48,uint16))
func (capabilities *Capabilities) PackRequestOf(number uint64) []byte {
	enc, err := capabilities.abi.Pack("requestOf", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRequestOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbce43d63.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function requestOf(uint64 number) view returns((uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64,uint48,uint16))
func (capabilities *Capabilities) TryPackRequestOf(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("requestOf", number)
}

// UnpackRequestOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbce43d63.
//
// Solidity: function requestOf(uint64 number) view returns((uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64,uint48,uint16))
func (capabilities *Capabilities) UnpackRequestOf(data []byte) (CapabilitiesRequest, error) {
	out, err := capabilities.abi.Unpack("requestOf", data)
	if err != nil {
		return *new(CapabilitiesRequest), err
	}
	out0 := *abi.ConvertType(out[0], new(CapabilitiesRequest)).(*CapabilitiesRequest)
	return out0, nil
}

// PackRevoke is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5130c4c1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function revoke(uint64 number, bytes32 content) returns()
func (capabilities *Capabilities) PackRevoke(number uint64, content [32]byte) []byte {
	enc, err := capabilities.abi.Pack("revoke", number, content)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRevoke is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5130c4c1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function revoke(uint64 number, bytes32 content) returns()
func (capabilities *Capabilities) TryPackRevoke(number uint64, content [32]byte) ([]byte, error) {
	return capabilities.abi.Pack("revoke", number, content)
}

// PackRulesOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf62983f0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rulesOf(bytes32 domain) view returns((uint8,uint8,uint8,bytes32[],address[],string)[] rules, bool written, (uint8,uint8,address[]) glass)
func (capabilities *Capabilities) PackRulesOf(domain [32]byte) []byte {
	enc, err := capabilities.abi.Pack("rulesOf", domain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRulesOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf62983f0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rulesOf(bytes32 domain) view returns((uint8,uint8,uint8,bytes32[],address[],string)[] rules, bool written, (uint8,uint8,address[]) glass)
func (capabilities *Capabilities) TryPackRulesOf(domain [32]byte) ([]byte, error) {
	return capabilities.abi.Pack("rulesOf", domain)
}

// RulesOfOutput serves as a container for the return parameters of contract
// method RulesOf.
type RulesOfOutput struct {
	Rules   []RulesStored
	Written bool
	Glass   RulesGlass
}

// UnpackRulesOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf62983f0.
//
// Solidity: function rulesOf(bytes32 domain) view returns((uint8,uint8,uint8,bytes32[],address[],string)[] rules, bool written, (uint8,uint8,address[]) glass)
func (capabilities *Capabilities) UnpackRulesOf(data []byte) (RulesOfOutput, error) {
	out, err := capabilities.abi.Unpack("rulesOf", data)
	outstruct := new(RulesOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Rules = *abi.ConvertType(out[0], new([]RulesStored)).(*[]RulesStored)
	outstruct.Written = *abi.ConvertType(out[1], new(bool)).(*bool)
	outstruct.Glass = *abi.ConvertType(out[2], new(RulesGlass)).(*RulesGlass)
	return *outstruct, nil
}

// PackSetRules is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdbb919a4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setRules((string[],uint8,uint8,uint8,address[])[] rules, (uint8,uint8,address[]) glass) returns()
func (capabilities *Capabilities) PackSetRules(rules []RulesRule, glass RulesGlass) []byte {
	enc, err := capabilities.abi.Pack("setRules", rules, glass)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetRules is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdbb919a4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setRules((string[],uint8,uint8,uint8,address[])[] rules, (uint8,uint8,address[]) glass) returns()
func (capabilities *Capabilities) TryPackSetRules(rules []RulesRule, glass RulesGlass) ([]byte, error) {
	return capabilities.abi.Pack("setRules", rules, glass)
}

// CapabilitiesApprovalGiven represents a ApprovalGiven event raised by the Capabilities contract.
type CapabilitiesApprovalGiven struct {
	Number uint64
	By     common.Address
	Terms  CapabilitiesTerms
	Raw    *types.Log // Blockchain specific contextual infos
}

const CapabilitiesApprovalGivenEventName = "ApprovalGiven"

// ContractEventName returns the user-defined event name.
func (CapabilitiesApprovalGiven) ContractEventName() string {
	return CapabilitiesApprovalGivenEventName
}

// UnpackApprovalGivenEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ApprovalGiven(uint64 indexed number, address indexed by, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms)
func (capabilities *Capabilities) UnpackApprovalGivenEvent(log *types.Log) (*CapabilitiesApprovalGiven, error) {
	event := "ApprovalGiven"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesApprovalGiven)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesApproved represents a Approved event raised by the Capabilities contract.
type CapabilitiesApproved struct {
	Number  uint64
	By      common.Address
	Request CapabilitiesRequest
	Raw     *types.Log // Blockchain specific contextual infos
}

const CapabilitiesApprovedEventName = "Approved"

// ContractEventName returns the user-defined event name.
func (CapabilitiesApproved) ContractEventName() string {
	return CapabilitiesApprovedEventName
}

// UnpackApprovedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Approved(uint64 indexed number, address indexed by, (uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64,uint48,uint16) request)
func (capabilities *Capabilities) UnpackApprovedEvent(log *types.Log) (*CapabilitiesApproved, error) {
	event := "Approved"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesApproved)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesDenied represents a Denied event raised by the Capabilities contract.
type CapabilitiesDenied struct {
	Number  uint64
	By      common.Address
	Reason  string
	Request CapabilitiesRequest
	Raw     *types.Log // Blockchain specific contextual infos
}

const CapabilitiesDeniedEventName = "Denied"

// ContractEventName returns the user-defined event name.
func (CapabilitiesDenied) ContractEventName() string {
	return CapabilitiesDeniedEventName
}

// UnpackDeniedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Denied(uint64 indexed number, address indexed by, string reason, (uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64,uint48,uint16) request)
func (capabilities *Capabilities) UnpackDeniedEvent(log *types.Log) (*CapabilitiesDenied, error) {
	event := "Denied"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesDenied)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesGlassAcknowledged represents a GlassAcknowledged event raised by the Capabilities contract.
type CapabilitiesGlassAcknowledged struct {
	Number uint64
	By     common.Address
	Raw    *types.Log // Blockchain specific contextual infos
}

const CapabilitiesGlassAcknowledgedEventName = "GlassAcknowledged"

// ContractEventName returns the user-defined event name.
func (CapabilitiesGlassAcknowledged) ContractEventName() string {
	return CapabilitiesGlassAcknowledgedEventName
}

// UnpackGlassAcknowledgedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event GlassAcknowledged(uint64 indexed number, address indexed by)
func (capabilities *Capabilities) UnpackGlassAcknowledgedEvent(log *types.Log) (*CapabilitiesGlassAcknowledged, error) {
	event := "GlassAcknowledged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesGlassAcknowledged)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesGlassBroken represents a GlassBroken event raised by the Capabilities contract.
type CapabilitiesGlassBroken struct {
	Number     uint64
	Principal  common.Address
	Reason     string
	Capability CapabilitiesCapability
	Raw        *types.Log // Blockchain specific contextual infos
}

const CapabilitiesGlassBrokenEventName = "GlassBroken"

// ContractEventName returns the user-defined event name.
func (CapabilitiesGlassBroken) ContractEventName() string {
	return CapabilitiesGlassBrokenEventName
}

// UnpackGlassBrokenEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event GlassBroken(uint64 indexed number, address indexed principal, string reason, (uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool,uint16,uint16) capability)
func (capabilities *Capabilities) UnpackGlassBrokenEvent(log *types.Log) (*CapabilitiesGlassBroken, error) {
	event := "GlassBroken"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesGlassBroken)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesGranted represents a Granted event raised by the Capabilities contract.
type CapabilitiesGranted struct {
	Number     uint64
	Grantor    common.Address
	Grantee    common.Address
	Capability CapabilitiesCapability
	Raw        *types.Log // Blockchain specific contextual infos
}

const CapabilitiesGrantedEventName = "Granted"

// ContractEventName returns the user-defined event name.
func (CapabilitiesGranted) ContractEventName() string {
	return CapabilitiesGrantedEventName
}

// UnpackGrantedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Granted(uint64 indexed number, address indexed grantor, address indexed grantee, (uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool,uint16,uint16) capability)
func (capabilities *Capabilities) UnpackGrantedEvent(log *types.Log) (*CapabilitiesGranted, error) {
	event := "Granted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesGranted)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesRequested represents a Requested event raised by the Capabilities contract.
type CapabilitiesRequested struct {
	Number    uint64
	Principal common.Address
	Request   CapabilitiesRequest
	Raw       *types.Log // Blockchain specific contextual infos
}

const CapabilitiesRequestedEventName = "Requested"

// ContractEventName returns the user-defined event name.
func (CapabilitiesRequested) ContractEventName() string {
	return CapabilitiesRequestedEventName
}

// UnpackRequestedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Requested(uint64 indexed number, address indexed principal, (uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64,uint48,uint16) request)
func (capabilities *Capabilities) UnpackRequestedEvent(log *types.Log) (*CapabilitiesRequested, error) {
	event := "Requested"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesRequested)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesRevoked represents a Revoked event raised by the Capabilities contract.
type CapabilitiesRevoked struct {
	Number     uint64
	By         common.Address
	Capability CapabilitiesCapability
	Raw        *types.Log // Blockchain specific contextual infos
}

const CapabilitiesRevokedEventName = "Revoked"

// ContractEventName returns the user-defined event name.
func (CapabilitiesRevoked) ContractEventName() string {
	return CapabilitiesRevokedEventName
}

// UnpackRevokedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Revoked(uint64 indexed number, address indexed by, (uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool,uint16,uint16) capability)
func (capabilities *Capabilities) UnpackRevokedEvent(log *types.Log) (*CapabilitiesRevoked, error) {
	event := "Revoked"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesRevoked)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CapabilitiesRulesSet represents a RulesSet event raised by the Capabilities contract.
type CapabilitiesRulesSet struct {
	Owner  common.Address
	Domain [32]byte
	Rules  *big.Int
	Sealed bool
	Raw    *types.Log // Blockchain specific contextual infos
}

const CapabilitiesRulesSetEventName = "RulesSet"

// ContractEventName returns the user-defined event name.
func (CapabilitiesRulesSet) ContractEventName() string {
	return CapabilitiesRulesSetEventName
}

// UnpackRulesSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RulesSet(address indexed owner, bytes32 indexed domain, uint256 rules, bool sealed_)
func (capabilities *Capabilities) UnpackRulesSetEvent(log *types.Log) (*CapabilitiesRulesSet, error) {
	event := "RulesSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != capabilities.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CapabilitiesRulesSet)
	if len(log.Data) > 0 {
		if err := capabilities.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range capabilities.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (capabilities *Capabilities) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], capabilities.abi.Errors["AlreadyApproved"].ID.Bytes()[:4]) {
		return capabilities.UnpackAlreadyApprovedError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["AlreadyRevoked"].ID.Bytes()[:4]) {
		return capabilities.UnpackAlreadyRevokedError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadActions"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadActionsError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadAssertion"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadAssertionError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadDepth"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadDepthError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadGlass"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadGlassError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadGlassRule"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadGlassRuleError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadHours"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadHoursError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadPath"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadPathError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadRule"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadRuleError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadText"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadTextError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["BadWindow"].ID.Bytes()[:4]) {
		return capabilities.UnpackBadWindowError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["Exceeds"].ID.Bytes()[:4]) {
		return capabilities.UnpackExceedsError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["Expired"].ID.Bytes()[:4]) {
		return capabilities.UnpackExpiredError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["GlassOpen"].ID.Bytes()[:4]) {
		return capabilities.UnpackGlassOpenError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["GlassSealed"].ID.Bytes()[:4]) {
		return capabilities.UnpackGlassSealedError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NeedsApproval"].ID.Bytes()[:4]) {
		return capabilities.UnpackNeedsApprovalError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NoGlass"].ID.Bytes()[:4]) {
		return capabilities.UnpackNoGlassError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NoOwner"].ID.Bytes()[:4]) {
		return capabilities.UnpackNoOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return capabilities.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotActive"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotActiveError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotApprover"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotApproverError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotGrantee"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotGranteeError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotGrantor"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotGrantorError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotInForce"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotInForceError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotOpen"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotOpenError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotResourceOwner"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotResourceOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["OtherContent"].ID.Bytes()[:4]) {
		return capabilities.UnpackOtherContentError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["OwnRequest"].ID.Bytes()[:4]) {
		return capabilities.UnpackOwnRequestError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["TooMany"].ID.Bytes()[:4]) {
		return capabilities.UnpackTooManyError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["TooManyDelegations"].ID.Bytes()[:4]) {
		return capabilities.UnpackTooManyDelegationsError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["UnknownCapability"].ID.Bytes()[:4]) {
		return capabilities.UnpackUnknownCapabilityError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["UnknownRequest"].ID.Bytes()[:4]) {
		return capabilities.UnpackUnknownRequestError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// CapabilitiesAlreadyApproved represents a AlreadyApproved error raised by the Capabilities contract.
type CapabilitiesAlreadyApproved struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyApproved(uint64 number, address account)
func CapabilitiesAlreadyApprovedErrorID() common.Hash {
	return common.HexToHash("0xf2bb0f1020d797ff10c263350eaf240104373e40a6cc32d4642a53295639a76c")
}

// UnpackAlreadyApprovedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyApproved(uint64 number, address account)
func (capabilities *Capabilities) UnpackAlreadyApprovedError(raw []byte) (*CapabilitiesAlreadyApproved, error) {
	out := new(CapabilitiesAlreadyApproved)
	if err := capabilities.abi.UnpackIntoInterface(out, "AlreadyApproved", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesAlreadyRevoked represents a AlreadyRevoked error raised by the Capabilities contract.
type CapabilitiesAlreadyRevoked struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyRevoked(uint64 number)
func CapabilitiesAlreadyRevokedErrorID() common.Hash {
	return common.HexToHash("0xd66b6d153ea124fab38ae948c25b8ebebe0b4cf440eff8551cf53fcfc12a6b6c")
}

// UnpackAlreadyRevokedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyRevoked(uint64 number)
func (capabilities *Capabilities) UnpackAlreadyRevokedError(raw []byte) (*CapabilitiesAlreadyRevoked, error) {
	out := new(CapabilitiesAlreadyRevoked)
	if err := capabilities.abi.UnpackIntoInterface(out, "AlreadyRevoked", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadActions represents a BadActions error raised by the Capabilities contract.
type CapabilitiesBadActions struct {
	Actions uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadActions(uint8 actions)
func CapabilitiesBadActionsErrorID() common.Hash {
	return common.HexToHash("0x9c7711e9d4e87f1e4b626543c579aebbc1056e9e16f869c0d0907ddce2e93b9a")
}

// UnpackBadActionsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadActions(uint8 actions)
func (capabilities *Capabilities) UnpackBadActionsError(raw []byte) (*CapabilitiesBadActions, error) {
	out := new(CapabilitiesBadActions)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadActions", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadAssertion represents a BadAssertion error raised by the Capabilities contract.
type CapabilitiesBadAssertion struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadAssertion(uint64 number)
func CapabilitiesBadAssertionErrorID() common.Hash {
	return common.HexToHash("0x2137bbe77d9186c6e1c98f6330a766205004523635c59b01269075a842b35357")
}

// UnpackBadAssertionError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadAssertion(uint64 number)
func (capabilities *Capabilities) UnpackBadAssertionError(raw []byte) (*CapabilitiesBadAssertion, error) {
	out := new(CapabilitiesBadAssertion)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadAssertion", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadDepth represents a BadDepth error raised by the Capabilities contract.
type CapabilitiesBadDepth struct {
	Depth uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadDepth(uint8 depth)
func CapabilitiesBadDepthErrorID() common.Hash {
	return common.HexToHash("0xcb20d69a4f3d2f63edb629d60df8e20a3606ade61d4f89b2f20c2c8b99e47782")
}

// UnpackBadDepthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadDepth(uint8 depth)
func (capabilities *Capabilities) UnpackBadDepthError(raw []byte) (*CapabilitiesBadDepth, error) {
	out := new(CapabilitiesBadDepth)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadDepth", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadGlass represents a BadGlass error raised by the Capabilities contract.
type CapabilitiesBadGlass struct {
	From  *big.Int
	Until *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadGlass(uint48 from, uint48 until)
func CapabilitiesBadGlassErrorID() common.Hash {
	return common.HexToHash("0xba8b8fbca977e7d322b551f3feea87c134c80dab3615bd0d14ed04965bd76666")
}

// UnpackBadGlassError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadGlass(uint48 from, uint48 until)
func (capabilities *Capabilities) UnpackBadGlassError(raw []byte) (*CapabilitiesBadGlass, error) {
	out := new(CapabilitiesBadGlass)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadGlass", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadGlassRule represents a BadGlassRule error raised by the Capabilities contract.
type CapabilitiesBadGlassRule struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadGlassRule()
func CapabilitiesBadGlassRuleErrorID() common.Hash {
	return common.HexToHash("0xc571459811f569f5fd4990973c9546c83527f47daf2cacf6a0bd2b986d7a9b80")
}

// UnpackBadGlassRuleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadGlassRule()
func (capabilities *Capabilities) UnpackBadGlassRuleError(raw []byte) (*CapabilitiesBadGlassRule, error) {
	out := new(CapabilitiesBadGlassRule)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadGlassRule", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadHours represents a BadHours error raised by the Capabilities contract.
type CapabilitiesBadHours struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadHours()
func CapabilitiesBadHoursErrorID() common.Hash {
	return common.HexToHash("0xab9ab4bd31843ae33f1c9e6654496c9186fa5606d47f2fc197469a20ad5d1973")
}

// UnpackBadHoursError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadHours()
func (capabilities *Capabilities) UnpackBadHoursError(raw []byte) (*CapabilitiesBadHours, error) {
	out := new(CapabilitiesBadHours)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadHours", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadPath represents a BadPath error raised by the Capabilities contract.
type CapabilitiesBadPath struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadPath()
func CapabilitiesBadPathErrorID() common.Hash {
	return common.HexToHash("0x64325c91f108520b461bf37f7e682ef85952d4d50489069c2e798b1861f04e29")
}

// UnpackBadPathError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadPath()
func (capabilities *Capabilities) UnpackBadPathError(raw []byte) (*CapabilitiesBadPath, error) {
	out := new(CapabilitiesBadPath)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadPath", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadRule represents a BadRule error raised by the Capabilities contract.
type CapabilitiesBadRule struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadRule(uint256 index)
func CapabilitiesBadRuleErrorID() common.Hash {
	return common.HexToHash("0xf265d66cd00df5db036916e001fd058345795422de1fcef44f2c3f4ca49eb039")
}

// UnpackBadRuleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadRule(uint256 index)
func (capabilities *Capabilities) UnpackBadRuleError(raw []byte) (*CapabilitiesBadRule, error) {
	out := new(CapabilitiesBadRule)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadRule", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadText represents a BadText error raised by the Capabilities contract.
type CapabilitiesBadText struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadText()
func CapabilitiesBadTextErrorID() common.Hash {
	return common.HexToHash("0x5a2a093ee20a450811e08cd3014e796844ca8a274fbbada696a38d9215af61d9")
}

// UnpackBadTextError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadText()
func (capabilities *Capabilities) UnpackBadTextError(raw []byte) (*CapabilitiesBadText, error) {
	out := new(CapabilitiesBadText)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadText", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesBadWindow represents a BadWindow error raised by the Capabilities contract.
type CapabilitiesBadWindow struct {
	From  *big.Int
	Until *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadWindow(uint48 from, uint48 until)
func CapabilitiesBadWindowErrorID() common.Hash {
	return common.HexToHash("0x7f3606dfc52103c98795d77f9cc1f8d0478f97072bb7b209d19c04d0d81a46c0")
}

// UnpackBadWindowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadWindow(uint48 from, uint48 until)
func (capabilities *Capabilities) UnpackBadWindowError(raw []byte) (*CapabilitiesBadWindow, error) {
	out := new(CapabilitiesBadWindow)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadWindow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesExceeds represents a Exceeds error raised by the Capabilities contract.
type CapabilitiesExceeds struct {
	What string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Exceeds(string what)
func CapabilitiesExceedsErrorID() common.Hash {
	return common.HexToHash("0x835ff0d565cad18c484aff42e23a0d5e7716df2245190b79fa338e0b088a3030")
}

// UnpackExceedsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Exceeds(string what)
func (capabilities *Capabilities) UnpackExceedsError(raw []byte) (*CapabilitiesExceeds, error) {
	out := new(CapabilitiesExceeds)
	if err := capabilities.abi.UnpackIntoInterface(out, "Exceeds", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesExpired represents a Expired error raised by the Capabilities contract.
type CapabilitiesExpired struct {
	Until *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Expired(uint48 until)
func CapabilitiesExpiredErrorID() common.Hash {
	return common.HexToHash("0x311c8c62b591905ad67217bef367feecc7b3f286f4a55b78391e5eda3a5710a2")
}

// UnpackExpiredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Expired(uint48 until)
func (capabilities *Capabilities) UnpackExpiredError(raw []byte) (*CapabilitiesExpired, error) {
	out := new(CapabilitiesExpired)
	if err := capabilities.abi.UnpackIntoInterface(out, "Expired", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesGlassOpen represents a GlassOpen error raised by the Capabilities contract.
type CapabilitiesGlassOpen struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error GlassOpen(uint64 number)
func CapabilitiesGlassOpenErrorID() common.Hash {
	return common.HexToHash("0x0ff6627797a3abc0defd181fda80d512426d822f26160b6e71c9f38f4f2ae283")
}

// UnpackGlassOpenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error GlassOpen(uint64 number)
func (capabilities *Capabilities) UnpackGlassOpenError(raw []byte) (*CapabilitiesGlassOpen, error) {
	out := new(CapabilitiesGlassOpen)
	if err := capabilities.abi.UnpackIntoInterface(out, "GlassOpen", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesGlassSealed represents a GlassSealed error raised by the Capabilities contract.
type CapabilitiesGlassSealed struct {
	Resource string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error GlassSealed(string resource)
func CapabilitiesGlassSealedErrorID() common.Hash {
	return common.HexToHash("0x5e01dcff9a900c8564858e568d47daaac6533fba68f8cb2389c73a16857d1ad4")
}

// UnpackGlassSealedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error GlassSealed(string resource)
func (capabilities *Capabilities) UnpackGlassSealedError(raw []byte) (*CapabilitiesGlassSealed, error) {
	out := new(CapabilitiesGlassSealed)
	if err := capabilities.abi.UnpackIntoInterface(out, "GlassSealed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNeedsApproval represents a NeedsApproval error raised by the Capabilities contract.
type CapabilitiesNeedsApproval struct {
	Resource string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NeedsApproval(string resource)
func CapabilitiesNeedsApprovalErrorID() common.Hash {
	return common.HexToHash("0x5c522d10538b89bb84e61ac94a64ec050d88dfc11a37a538c4d79e155a73c19c")
}

// UnpackNeedsApprovalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NeedsApproval(string resource)
func (capabilities *Capabilities) UnpackNeedsApprovalError(raw []byte) (*CapabilitiesNeedsApproval, error) {
	out := new(CapabilitiesNeedsApproval)
	if err := capabilities.abi.UnpackIntoInterface(out, "NeedsApproval", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNoGlass represents a NoGlass error raised by the Capabilities contract.
type CapabilitiesNoGlass struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoGlass(uint64 number)
func CapabilitiesNoGlassErrorID() common.Hash {
	return common.HexToHash("0x489eaa662682651622925f61e16ad184ede3778173666b1665585f6b1675d4ed")
}

// UnpackNoGlassError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoGlass(uint64 number)
func (capabilities *Capabilities) UnpackNoGlassError(raw []byte) (*CapabilitiesNoGlass, error) {
	out := new(CapabilitiesNoGlass)
	if err := capabilities.abi.UnpackIntoInterface(out, "NoGlass", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNoOwner represents a NoOwner error raised by the Capabilities contract.
type CapabilitiesNoOwner struct {
	Resource string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoOwner(string resource)
func CapabilitiesNoOwnerErrorID() common.Hash {
	return common.HexToHash("0x2fd86843c8d698e1e2c311fe95d98690dacdf03a5c71f1012f5522883e78a453")
}

// UnpackNoOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoOwner(string resource)
func (capabilities *Capabilities) UnpackNoOwnerError(raw []byte) (*CapabilitiesNoOwner, error) {
	out := new(CapabilitiesNoOwner)
	if err := capabilities.abi.UnpackIntoInterface(out, "NoOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNoSuchIndex represents a NoSuchIndex error raised by the Capabilities contract.
type CapabilitiesNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func CapabilitiesNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (capabilities *Capabilities) UnpackNoSuchIndexError(raw []byte) (*CapabilitiesNoSuchIndex, error) {
	out := new(CapabilitiesNoSuchIndex)
	if err := capabilities.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotActive represents a NotActive error raised by the Capabilities contract.
type CapabilitiesNotActive struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotActive(address account)
func CapabilitiesNotActiveErrorID() common.Hash {
	return common.HexToHash("0x4022bc554c72cf2c9ccd5d09c2ade2b82a349ca5f4d7a60324bb8fda79446fb3")
}

// UnpackNotActiveError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotActive(address account)
func (capabilities *Capabilities) UnpackNotActiveError(raw []byte) (*CapabilitiesNotActive, error) {
	out := new(CapabilitiesNotActive)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotActive", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotApprover represents a NotApprover error raised by the Capabilities contract.
type CapabilitiesNotApprover struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotApprover(uint64 number, address account)
func CapabilitiesNotApproverErrorID() common.Hash {
	return common.HexToHash("0x7c22608869f1a2919cd926af8f871fa54b916b6921ae63710c1627f99240d7e6")
}

// UnpackNotApproverError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotApprover(uint64 number, address account)
func (capabilities *Capabilities) UnpackNotApproverError(raw []byte) (*CapabilitiesNotApprover, error) {
	out := new(CapabilitiesNotApprover)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotApprover", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotGrantee represents a NotGrantee error raised by the Capabilities contract.
type CapabilitiesNotGrantee struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotGrantee(uint64 number, address account)
func CapabilitiesNotGranteeErrorID() common.Hash {
	return common.HexToHash("0x8dd8cd61f63087bf9207b06ea0d95cc7ba6d2154c2aebd18ec977c8032bf7dfa")
}

// UnpackNotGranteeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotGrantee(uint64 number, address account)
func (capabilities *Capabilities) UnpackNotGranteeError(raw []byte) (*CapabilitiesNotGrantee, error) {
	out := new(CapabilitiesNotGrantee)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotGrantee", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotGrantor represents a NotGrantor error raised by the Capabilities contract.
type CapabilitiesNotGrantor struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotGrantor(uint64 number, address account)
func CapabilitiesNotGrantorErrorID() common.Hash {
	return common.HexToHash("0xc612f1f8b880173ae04f53b06e393893bac9422d0f3a6df43cd2aa254c85489b")
}

// UnpackNotGrantorError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotGrantor(uint64 number, address account)
func (capabilities *Capabilities) UnpackNotGrantorError(raw []byte) (*CapabilitiesNotGrantor, error) {
	out := new(CapabilitiesNotGrantor)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotGrantor", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotInForce represents a NotInForce error raised by the Capabilities contract.
type CapabilitiesNotInForce struct {
	Number uint64
	Why    uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotInForce(uint64 number, uint8 why)
func CapabilitiesNotInForceErrorID() common.Hash {
	return common.HexToHash("0xa515792a489dcce1a000fce2262c27bbf11e24c9adb99c8a555d5efed1739251")
}

// UnpackNotInForceError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotInForce(uint64 number, uint8 why)
func (capabilities *Capabilities) UnpackNotInForceError(raw []byte) (*CapabilitiesNotInForce, error) {
	out := new(CapabilitiesNotInForce)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotInForce", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotOpen represents a NotOpen error raised by the Capabilities contract.
type CapabilitiesNotOpen struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotOpen(uint64 number)
func CapabilitiesNotOpenErrorID() common.Hash {
	return common.HexToHash("0x920823a61a0d2c316d6e4a5b8308f9c2eb8eca20fd5cd8976cbc21000f2ef937")
}

// UnpackNotOpenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotOpen(uint64 number)
func (capabilities *Capabilities) UnpackNotOpenError(raw []byte) (*CapabilitiesNotOpen, error) {
	out := new(CapabilitiesNotOpen)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotOpen", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesNotResourceOwner represents a NotResourceOwner error raised by the Capabilities contract.
type CapabilitiesNotResourceOwner struct {
	Account  common.Address
	Resource string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotResourceOwner(address account, string resource)
func CapabilitiesNotResourceOwnerErrorID() common.Hash {
	return common.HexToHash("0x600c7c997fa3534b87a2298633e25e41d2760dcb32d20796bca5b7410d165c33")
}

// UnpackNotResourceOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotResourceOwner(address account, string resource)
func (capabilities *Capabilities) UnpackNotResourceOwnerError(raw []byte) (*CapabilitiesNotResourceOwner, error) {
	out := new(CapabilitiesNotResourceOwner)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotResourceOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesOtherContent represents a OtherContent error raised by the Capabilities contract.
type CapabilitiesOtherContent struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OtherContent(uint64 number)
func CapabilitiesOtherContentErrorID() common.Hash {
	return common.HexToHash("0xe240abaf90e64e983a7aa01338ae226813409bd5507192157623ba651c75726f")
}

// UnpackOtherContentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OtherContent(uint64 number)
func (capabilities *Capabilities) UnpackOtherContentError(raw []byte) (*CapabilitiesOtherContent, error) {
	out := new(CapabilitiesOtherContent)
	if err := capabilities.abi.UnpackIntoInterface(out, "OtherContent", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesOwnRequest represents a OwnRequest error raised by the Capabilities contract.
type CapabilitiesOwnRequest struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnRequest(uint64 number)
func CapabilitiesOwnRequestErrorID() common.Hash {
	return common.HexToHash("0xbc90d98c9a3fc11d6a20e1dea47c1162fc21e6371782c7644f161e977e00c13c")
}

// UnpackOwnRequestError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnRequest(uint64 number)
func (capabilities *Capabilities) UnpackOwnRequestError(raw []byte) (*CapabilitiesOwnRequest, error) {
	out := new(CapabilitiesOwnRequest)
	if err := capabilities.abi.UnpackIntoInterface(out, "OwnRequest", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesTooMany represents a TooMany error raised by the Capabilities contract.
type CapabilitiesTooMany struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooMany()
func CapabilitiesTooManyErrorID() common.Hash {
	return common.HexToHash("0xd65ac61eaed3332b3b71dfc563e4a76b8b5917c5e456ad30c9e7669c992d1de3")
}

// UnpackTooManyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooMany()
func (capabilities *Capabilities) UnpackTooManyError(raw []byte) (*CapabilitiesTooMany, error) {
	out := new(CapabilitiesTooMany)
	if err := capabilities.abi.UnpackIntoInterface(out, "TooMany", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesTooManyDelegations represents a TooManyDelegations error raised by the Capabilities contract.
type CapabilitiesTooManyDelegations struct {
	Parent  uint64
	Grantee common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyDelegations(uint64 parent, address grantee)
func CapabilitiesTooManyDelegationsErrorID() common.Hash {
	return common.HexToHash("0xeabec60de10874ea61f461c62227c81e4b7b1cb4126ff8b2b9ac8b0d16233c1e")
}

// UnpackTooManyDelegationsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyDelegations(uint64 parent, address grantee)
func (capabilities *Capabilities) UnpackTooManyDelegationsError(raw []byte) (*CapabilitiesTooManyDelegations, error) {
	out := new(CapabilitiesTooManyDelegations)
	if err := capabilities.abi.UnpackIntoInterface(out, "TooManyDelegations", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesUnknownCapability represents a UnknownCapability error raised by the Capabilities contract.
type CapabilitiesUnknownCapability struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownCapability(uint64 number)
func CapabilitiesUnknownCapabilityErrorID() common.Hash {
	return common.HexToHash("0x3beeafc27d532dda828d5392e6eb4716eac0ada4e0da1702856e8e18c6a1def8")
}

// UnpackUnknownCapabilityError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownCapability(uint64 number)
func (capabilities *Capabilities) UnpackUnknownCapabilityError(raw []byte) (*CapabilitiesUnknownCapability, error) {
	out := new(CapabilitiesUnknownCapability)
	if err := capabilities.abi.UnpackIntoInterface(out, "UnknownCapability", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CapabilitiesUnknownRequest represents a UnknownRequest error raised by the Capabilities contract.
type CapabilitiesUnknownRequest struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownRequest(uint64 number)
func CapabilitiesUnknownRequestErrorID() common.Hash {
	return common.HexToHash("0xb2064e1594cdc177e8879baa79a0d4972aca0c943c09d2ddac4e0fde5c35d5a8")
}

// UnpackUnknownRequestError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownRequest(uint64 number)
func (capabilities *Capabilities) UnpackUnknownRequestError(raw []byte) (*CapabilitiesUnknownRequest, error) {
	out := new(CapabilitiesUnknownRequest)
	if err := capabilities.abi.UnpackIntoInterface(out, "UnknownRequest", raw); err != nil {
		return nil, err
	}
	return out, nil
}
