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
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"registry\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyApproved\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyRevoked\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"}],\"name\":\"BadActions\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"BadAssertion\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"name\":\"BadDepth\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"BadGlass\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadGlassRule\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadHours\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"BadRule\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadText\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"BadWindow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"what\",\"type\":\"string\"}],\"name\":\"Exceeds\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"Expired\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"GlassOpen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"GlassSealed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NeedsApproval\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"NoGlass\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NoOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotActive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotApprover\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotGrantee\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotGrantor\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"enumCapabilities.Verdict\",\"name\":\"why\",\"type\":\"uint8\"}],\"name\":\"NotInForce\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"NotOpen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NotResourceOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OtherContent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OwnRequest\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooMany\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"}],\"name\":\"TooManyDelegations\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownCapability\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownRequest\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"ApprovalGiven\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Approved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Denied\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"GlassAcknowledged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"GlassBroken\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"Granted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Requested\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"Revoked\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"rules\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"sealed_\",\"type\":\"bool\"}],\"name\":\"RulesSet\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"ALL_ACTIONS\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"GLASS_SKEW\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_CHILDREN\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_DEPTH\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_GLASS\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_TEXT\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_TIME\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REGISTRY\",\"outputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REQUEST_LASTS\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"}],\"name\":\"acknowledge\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"approvalChallenge\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"approve\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"granted\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"uint48\",\"name\":\"expires\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32[2]\",\"name\":\"key\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes\",\"name\":\"authenticatorData\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"clientDataJSON\",\"type\":\"bytes\"},{\"internalType\":\"bytes32[2]\",\"name\":\"signature\",\"type\":\"bytes32[2]\"}],\"internalType\":\"structCapabilities.Assertion\",\"name\":\"assertion\",\"type\":\"tuple\"}],\"name\":\"approveByPasskey\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"granted\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"}],\"name\":\"breakGlass\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"capability\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"},{\"internalType\":\"uint16\",\"name\":\"generation\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Capability\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"capabilityCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"},{\"internalType\":\"uint8\",\"name\":\"action\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"time\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"minuteOfWeek\",\"type\":\"uint16\"},{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"check\",\"outputs\":[{\"internalType\":\"enumCapabilities.Verdict\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"contentOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"contentOfRequest\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"delegate\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"},{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"}],\"name\":\"deny\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"glassAt\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"glassCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"sponsor\",\"type\":\"address\"}],\"name\":\"glassOf\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"grant\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"},{\"internalType\":\"uint8\",\"name\":\"action\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"time\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"minuteOfWeek\",\"type\":\"uint16\"},{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"isAllowed\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"}],\"name\":\"request\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"requestCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"requestOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"},{\"internalType\":\"uint48\",\"name\":\"made\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"registration\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Request\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"content\",\"type\":\"bytes32\"}],\"name\":\"revoke\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"rulesOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"quorum\",\"type\":\"uint8\"},{\"internalType\":\"bytes32[]\",\"name\":\"prefixes\",\"type\":\"bytes32[]\"},{\"internalType\":\"address[]\",\"name\":\"approvers\",\"type\":\"address[]\"},{\"internalType\":\"string\",\"name\":\"path\",\"type\":\"string\"}],\"internalType\":\"structRules.Stored[]\",\"name\":\"rules\",\"type\":\"tuple[]\"},{\"internalType\":\"bool\",\"name\":\"written\",\"type\":\"bool\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"named\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Glass\",\"name\":\"glass\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"quorum\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"approvers\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Rule[]\",\"name\":\"rules\",\"type\":\"tuple[]\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"named\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Glass\",\"name\":\"glass\",\"type\":\"tuple\"}],\"name\":\"setRules\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Capabilities",
	Bin: "0x60a0346100e157601f615a3338819003918201601f19168301916001600160401b038311848410176100e6578084926020946040528339810103126100e157516001600160a01b03811681036100e15760805260405161593690816100fd82396080518181816101b60152818161060601528181610f75015281816112b4015281816116f201528181611dd801528181611ef5015281816124cc01528181612bf101528181612d64015281816133ea015281816136800152818161412b0152818161462201528181614e210152818161560f015281816157dd01526158db0152f35b600080fd5b634e487b7160e01b600052604160045260246000fdfe60a080604052600436101561001357600080fd5b60003560e01c90816306433b1b14612d46575080630c65cef314612d225780631daa6ad014612b2b5780632694998414612b0b5780632a79d5a3146123e75780633106e413146123cb578063353d704814611e8057806339e3a61014611cdd5780633cb3dbc114611c8b5780633e45899114611c145780634b1ba27c1461160e5780635130c4c11461149c578063557e753b146114545780635badbe4c1461142a5780637f2e700d1461140c57806380dde551146113ef57806384bb9b7c146113c85780639efe2955146113905780639f91615f14611228578063a0ffe46d14610ed1578063a27154ba14610eb5578063a401983514610e98578063bce43d6314610e60578063bf60db2e14610e43578063c222ff4914610e27578063c7d013ae14610df4578063d778f14914610dc6578063dbb919a414610595578063ecd2722a14610579578063ee40bda41461055b578063f0d71f23146105065763f62983f01461017f57600080fd5b346105015760203660031901126105015760606040805161019f816131fd565b600081526000602082015201526001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001660405190632bfbdceb60e21b82526004356004830152604082602481845afa9182156104c7576001600160a01b03926040916000916104d3575b50602482518095819363013eb6b760e51b835216948560048301525afa9081156104c757604092600092610497575b5060005260036020528160002061ffff6000921682526020522060028101908054916040519061026e826131fd565b60ff8460081c1682526102906001602084019460ff8760101c16865201614059565b604083019081528154926102a38461330a565b936102b1604051958661326b565b80855260208501809460005260206000206000915b8383106103d2575050505060405195869460608601906060875251809152608086019060808160051b88010195916000905b82821061033f575050505061033b949560ff6060949381809416151560208a015288870360408a01525116855251166020840152519181604082015201906131c0565b0390f35b919394959760206103bd600193959b998293607f199082030186528c519060ff825116815260ff84830151168482015260ff604083015116604082015260a06103ac61039a606085015160c0606086015260c085019061318c565b608085015184820360808601526131c0565b9201519060a0818403910152612f85565b9a0192019201899795949391929896986102f8565b60409994959799989698516103e681613218565b60ff83548181168352818160081c16602084015260101c166040820152600183016040519081602082549182815201916000526020600020906000905b80821061047f575050509260049282610442602094600197038261326b565b606082015261045360028701614059565b608082015261046460038701613cd9565b60a082015281520192019201919098969493989795976102c6565b90919260016020819286548152019401920190610423565b6104b8919250833d85116104c0575b6104b0818361326b565b810190614042565b50903861023f565b503d6104a6565b6040513d6000823e3d90fd5b6104f39150823d84116104fa575b6104eb818361326b565b810190613ec4565b5038610210565b503d6104e1565b600080fd5b3461050157602036600319011261050157600435600754811015610547576001600160401b03610537602092613b7b565b90549060031b1c16604051908152f35b63082fed2360e31b60005260045260246000fd5b34610501576000366003190112610501576020600754604051908152f35b34610501576000366003190112610501576020604051607f8152f35b34610501576040366003190112610501576004356001600160401b038111610501576105c5903690600401612d9e565b602435916001600160401b03831161050157826004019060606003198536030112610501576040805163013eb6b760e51b81523360048201529290836024817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa9283156104c757600090600094610da2575b5061ffff811615610d7d576040903360005260036020528160002061ffff60009216825260205220600885118015610d65575b610d5457607f60ff6106868461385d565b16118015610d3d575b610d2c57604486016106aa6106a48285613828565b90615854565b15610d2c57600282019687546000895580610c18575b506001929161071b6107036024610721948760ff198854161787556106fd6106e78a61385d565b885461ff00191660089190911b61ff0016178855565b0161385d565b845462ff0000191660109190911b62ff000016178455565b84613828565b92909101906001600160401b038311610c025761074383839995969899615573565b90600052602060002060005b838110610bdd575050505036849003609e19019060005b86811015610b9b5760008160051b87013584811215610b975787016080810161078f8183613828565b905060088111610b8857602083019560ff6107a98861385d565b16158015610b73575b8015610b5d575b8015610b46575b610b1d57606084019160ff6107d48461385d565b1615908115610b31575b50610b1d576107f06106a48486613828565b15610b1d5761081161080c6108058680613828565b369161376c565b614393565b9761081c895161434d565b99869c879288935b8c51851015610884578e8e61086a8f9361083f89809661437f565b51604051906020820192835260408201526040815261085f60608261326b565b51902097889261437f565b52851461087b575b60010193610824565b60019f50610872565b509a509a929d9895949391509b15610b09578c54600160401b811015610af5576108fe9160ff8f6108c1846108c89260016108e697018155614730565b509861385d565b1660ff198854161787556108e16106e76040880161385d565b61385d565b855462ff0000191660109190911b62ff000016178555565b600184018151916001600160401b038311610af557600160401b8311610af5578154838355808410610aca575b5060200190865260208620865b838110610ab6575050505061094d9082613828565b9060028401906001600160401b038311610aa25761096b8383615573565b90855260208520855b838110610a87575050505061099661099161080583600394613828565b614509565b9101918151916001600160401b038311610a73576109be836109b88654613c21565b86613c78565b602091601f8411600114610a0c5760019594936109f293909283610a01575b50508160011b916000199060031b1c19161790565b90555b01959095949294610766565b015190508c806109dd565b9190601f198416858452828420935b818110610a5b575091600196959492918388959310610a42575b505050811b0190556109f5565b015160001960f88460031b161c191690558b8080610a35565b92936020600181928786015181550195019301610a1b565b634e487b7160e01b82526041600452602482fd5b6001906020610a95856155a7565b9401938184015501610974565b634e487b7160e01b86526041600452602486fd5b600190602084519401938184015501610938565b828852838060208a2001910390885b828110610ae757505061092b565b6001908a8184015501610ad9565b634e487b7160e01b87526041600452602487fd5b633c99759b60e21b86526004879052602486fd5b633c99759b60e21b85526004869052602485fd5b905060ff610b3e8461385d565b16118d6107de565b5060c1610b556040860161385d565b1615156107c0565b5060ff610b6c6040860161385d565b16156107b9565b50607f60ff610b818961385d565b16116107b2565b636b2d630f60e11b8452600484fd5b5080fd5b848760ff610ba88761385d565b161560405191825260208201527f8d6282c53825c2e9add54e202368af27418eb25ba6ecfbb4d9d8d7f08f03183460403392a3005b6001906020610bf0859b9a98979b6155a7565b9401938184015501979394969761074f565b634e487b7160e01b600052604160045260246000fd5b600281901b906001600160fe1b03811603610d165788600052602060002060005b828110610c475750506106c0565b80820160008155600181018054906000815581610cf0575b50509060038260026004940180546000825580610cd8575b505001610c848154613c21565b9081610c93575b505001610c39565b81601f60009311600114610cab5750555b8c80610c8b565b81835260208320610cc891601f0160051c84190190600101613c5b565b8082528160208120915555610ca4565b610ce9916000526020600020613c5b565b8e80610c77565b600052602060002060005b828110610d085750610c5f565b600082820155600101610cfb565b634e487b7160e01b600052601160045260246000fd5b6318ae28b360e31b60005260046000fd5b5060c1610d4c6024880161385d565b16151561068f565b636b2d630f60e11b60005260046000fd5b506008610d756044880184613828565b905011610675565b606460405163600c7c9960e01b81523360048201526040602482015260006044820152fd5b9050610dbe91935060403d6040116104c0576104b0818361326b565b929086610642565b34610501576020610de3610dd936612f02565b9291909133614d92565b6001600160401b0360405191168152f35b34610501576020366003190112610501576020610e1f610e1a610e15612e38565b6145b0565b6154ac565b604051908152f35b3461050157600036600319011261050157602060405160088152f35b34610501576000366003190112610501576020604051610e108152f35b346105015760203660031901126105015761033b610e84610e7f612e38565b613eee565b6040519182916020835260208301906130a3565b346105015760003660031901126105015760206040516102008152f35b3461050157600036600319011261050157602060405160038152f35b34610501576040366003190112610501576001600160401b03610ef2612e38565b16806000526008602052604060002060405190610f0e826131fd565b6001600160401b0381546001600160a01b038116845260a01c1690600160208401918383520154916040840192835215611213578360005260006020526040600020825160405190632bfbdceb60e21b825260048201526040816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c7576000916111f3575b506001600160a01b033391160361114857610fc3602435916154ac565b03611133576007546000198101908111610d1657610fe86001600160401b0391613b7b565b90549060031b1c166000196001600160401b03835116016001600160401b038111610d165761107e92611045836110266001600160401b0394613b7b565b9091906001600160401b038084549260031b9316831b921b1916179055565b51600092835260086020526040909220805467ffffffffffffffff60a01b19169190921660a01b67ffffffffffffffff60a01b16179055565b600754801561111d576000190161109481613b7b565b6001600160401b0382549160031b1b19169055600755826000526008602052600060016040822082815501555160005260096020526001600160a01b038060406000209251161660005260205260406000206001600160401b0319815416905533907f45c4818f6d2ed5b7a982c7ec7906b2a34106aba67462cca5dfc251c11fe18ea1600080a3005b634e487b7160e01b600052603160045260246000fd5b8363e240abaf60e01b60005260045260246000fd5b600401604051809163600c7c9960e01b82523360048301526040602483015260009080549061117682613c21565b918260448601526001811690816000146111d55750600114611199575b50500390fd5b6000908152602081209092505b8183106111bb57505081016064018380611193565b8054606484870101528493506020909201916001016111a6565b9150506064925060ff191682840152151560051b8201018380611193565b61120c915060403d6040116104fa576104eb818361326b565b5086610fa6565b8363244f553360e11b60005260045260246000fd5b34610501576040366003190112610501576004356001600160a01b038116810361050157602435906001600160401b03821161050157610100826004019260031990360301126105015761128261080c6108058480613828565b6040516295b98960e01b8152602060048201529091606082806112a8602482018761318c565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c75760009260009161135a575b50336001600160a01b038416036113295793816020956113238361131c611312610de39998976145f3565b969085898b61474c565b36906138c5565b93614832565b61135661133c6109916108058880613828565b60405163600c7c9960e01b815291829133600484016137e7565b0390fd5b905061137f91925060603d606011611389575b611377818361326b565b810190613350565b50919091856112e7565b503d61136d565b346105015760203660031901126105015761033b6113b46113af612e38565b613d7b565b604051918291602083526020830190612faa565b346105015760003660031901126105015760206001600160401b0360025416604051908152f35b3461050157600036600319011261050157602060405161012c8152f35b3461050157600036600319011261050157602060405162278d008152f35b346105015760003660031901126105015760206001600160401b0360025460401c16604051908152f35b346105015761147161146536612e4e565b95949094939193613379565b600b8110156114865760209060405190158152f35b634e487b7160e01b600052602160045260246000fd5b34610501576040366003190112610501576114b5612e38565b6114be816145b0565b80548060f81c6115f057336001600160a01b03821603611569575b6024356114e5836154ac565b0361154b576001600160f81b0316600160f81b17905561150481613d7b565b7fabdd11a7487cfe72b171ac201c13a8e0220078445716fa273d13c161c00ca12860405160208152806115466001600160401b03339616946020830190612faa565b0390a3005b6001600160401b038363e240abaf60e01b6000521660045260246000fd5b91816000925b60038410806115dd575b156115a55763ffffffff905460a01c16600052600060205261159f604060002093613cca565b9261156f565b549193909250906001600160a01b031633146114d9576001600160401b03836318c25e3f60e31b600052166004523360245260446000fd5b5063ffffffff815460a01c161515611579565b6001600160401b038363d66b6d1560e01b6000521660045260246000fd5b346105015760c0366003190112610501576004356001600160401b0381116105015761163e903690600401612d9e565b611646612dce565b61164e612dec565b611656612e01565b926084356001600160401b03811161050157611676903690600401612ed5565b60a4356001600160401b03811161050157611695903690600401612ed5565b9690976116c06109916116a7336145f3565b9390506116b861080c368a8461376c565b97369161376c565b9160405163c7040cc360e01b815260206004820152602081806116e6602482018b61318c565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c757600090611bd4575b6001600160a01b0391501615611bb25761173b88615430565b6117458188615468565b83158015611ba7575b611b96576102008911611b9657600254978860401c6001600160401b031661177590613c04565b604081811b6fffffffffffffffff0000000000000000166fffffffffffffffff0000000000000000199b909b169a909a176002556001600160401b0381166000818152600160208190529b902065ffffffffffff60a01b60a08c901b1633176001600160d01b031960d087901b161781559a8b0180548a51600881901b61ff001660ff871672ffffffffffffffff0000000000000000ffffff19909316929092179190911770ffffffffffff00000000000000000000004260581b1617608888901b61ffff60881b16176201000017909155909a9199919861185791906144ba565b928360028a01553661186a90888a613726565b80519060200120918d8d369061187f92613726565b805190602001209360405195602087019733895261ffff166040880152606087015260ff16608086015265ffffffffffff1660a085015265ffffffffffff1660c084015260e083015261010082015261010081526118df6101208261326b565b5190206003850155805160048501916001600160401b038211610c02576119108261190a8554613c21565b85613c78565b602090601f8311600114611b2f57611940929160009183611b245750508160011b916000199060031b1c19161790565b90555b60058301916001600160401b038211610c02576119648261190a8554613c21565b600090601f8311600114611abc579180611999926006969594600092611ab15750508160011b916000199060031b1c19161790565b90555b016001600160401b038411610c02576020946119c2856119bc8454613c21565b84613c78565b600090601f8611600114611a4b5794806119f7926119fe9697600092611a405750508160011b916000199060031b1c19161790565b9055613eee565b817f2bbedd958bebd66c981ea8e7c687158b12cf12179a57a164cd22061ddc0a7a9760405185815280611a353395888301906130a3565b0390a3604051908152f35b0135905088806109dd565b82825286822091601f198716815b818110611a9a57509160019391886119fe98999410611a80575b505050811b019055613eee565b0135600019600384901b60f8161c19169055878080611a73565b919389600181928787013581550195019201611a59565b013590508a806109dd565b8382526020822091601f198416815b818110611b0c575091600193918560069897969410611af2575b505050811b01905561199c565b0135600019600384901b60f8161c19169055898080611ae5565b91936020600181928787013581550195019201611acb565b015190508b806109dd565b90601f1983169184600052816000209260005b818110611b7e5750908460019594939210611b65575b505050811b019055611943565b015160001960f88460031b161c191690558a8080611b58565b92936020600181928786015181550195019301611b42565b632d15049f60e11b60005260046000fd5b50610200841161174e565b604051632fd8684360e01b815260206004820152806113566024820186612f85565b506020813d602011611c0c575b81611bee6020938361326b565b8101031261050157611c076001600160a01b039161328c565b611722565b3d9150611be1565b34610501576020366003190112610501576001600160401b03611c35612e38565b1680600052600160205260ff60016040600020015460101c1660048110156114865715611c775760005260016020526020600360406000200154604051908152f35b63b2064e1560e01b60005260045260246000fd5b3461050157604036600319011261050157611ca4612d88565b60043560005260096020526001600160a01b036040600020911660005260205260206001600160401b0360406000205416604051908152f35b346105015760a036600319011261050157611cf6612e38565b602435611d01612dec565b606435916001600160401b0383116105015761010083600401936003199036030112610501576084356001600160401b038111610501578060040160c060031983360301126105015760406020918386836084611dc08c8a611dae611d868f9c6044611d6e91018b613bd2565b9d9098611d7e60648c018d613bd2565b959096613ac3565b9686519c8d9b8c9b6323879f0d60e21b8d5260048d013760e060448c015260e48b0191613807565b8881036003190160648a015291613807565b9301608485013760c483015203816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c757600091611e46575b506001600160a01b03811615611e285790602094610de3949392614d92565b6001600160401b0385632137bbe760e01b6000521660045260246000fd5b90506020813d602011611e78575b81611e616020938361326b565b8101031261050157611e729061328c565b85611e09565b3d9150611e54565b346105015760a0366003190112610501576004356001600160401b03811161050157611eb0903690600401612d9e565b611eb8612dce565b91611ec1612dec565b611ec9612e01565b6084356001600160401b03811161050157611ee8903690600401612ed5565b9290946001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169460405190632254f92560e01b82523360048301526060826024818a5afa9687156104c75760009182938399612393575b506006831015968761148657831561237e5765ffffffffffff968716961680871080159061235b575b61232f5761012c870165ffffffffffff8111610d165765ffffffffffff429116108015612347575b61232f5788158015612324575b611b9657611fb661080c36888561376c565b96606060405180956295b98960e01b8252602060048301528180611fde8d602483019061318c565b03915afa9889156104c75760009560009560009b6122f9575b506001600160a01b03871680156122c7578f816000526003602052604060002061ffff891660005260205260406000209182549060ff821660001461228b57509060ff809260081c1619161615928361226e575b5050505b1561223c5788600052600960205260406000206001600160a01b038c166000526020526001600160401b036040600020541680612228575060ff6120e5999a9b9c9d6120c0604051956120a1876131fd565b6000875260006020880152600060408801526040519a6108058c613218565b8952166020880152604087015260608601526080850152600060a08501523391614832565b9260075494600160401b861015610c02576121ff857f8fa7ab8d6dbb8181264d13203738f121b2a20c88e48dd5ddbeeab42451626aa79361213a6001600160401b03986110268b600160209d01600755613b7b565b87600754169560405161214c816131fd565b6001600160a01b03831681528a81019788526001604082018381526121c68c87169c8d9b8c6000528f600890526001600160a01b03806040600020975116166001600160601b0360a01b875416178655511684908154906001600160401b0360a01b9060a01b16906001600160401b0360a01b1916179055565b51910155600052600989526001600160a01b036040600020911660005288526040600020856001600160401b0319825416179055613d7b565b93611a3561221a604051938493604085526040850191613807565b828103898401523396612faa565b630ff6627760e01b60005260045260246000fd5b61135661224d610991368a8761376c565b604051635e01dcff60e01b8152602060048201529182916024830190612f85565b9091925061148657612283918d913390614d38565b8e808061204b565b9394505060fa9150161591826122bc575b50816122a9575b5061204f565b90506001600160a01b038c16148e6122a3565b60041491508f61229c565b6113566122d8610991368d8a61376c565b604051632fd8684360e01b8152602060048201529182916024830190612f85565b919650995061231891945060603d60601161138957611377818361326b565b9491959094998f611ff7565b506102008911611fa4565b86632ea2e3ef60e21b60005260045260245260446000fd5b5061012c4201804211610d16578711611f97565b5086810365ffffffffffff8111610d165765ffffffffffff610e10911611611f6f565b634022bc5560e01b6000523360045260246000fd5b91935097506123ba915060603d6060116123c4575b6123b2818361326b565b8101906132d8565b929092978b611f46565b503d6123a8565b34610501576020610e1f6123de36612f02565b92919091613ac3565b3461050157606036600319011261050157612400612e38565b612408612d88565b906044356001600160401b038111610501578060040190610100600319823603011261050157612437836145b0565b600181015492336001600160a01b03851603612ae957612456336145f3565b905082549061ffff808360d01c1691160361237e5761247b61080c6108058480613828565b9360ff8260f01c16600285015481875110159182612ad5575b505015612aa4576040516295b98960e01b81526020600482015293606085806124c0602482018a61318c565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9687156104c757600095600098612a7c575b5061250c888784614125565b600b8110156114865780612a5b575060ff6125296024850161385d565b818660e01c16191616612a2b576125426044840161386b565b65ffffffffffff808360a01c16911610908115612a09575b506129da576125829061257c6003612575366084870161387e565b9201613321565b906146a3565b156129ac5760ff61259660e482930161385d565b9260e81c169116101561297e5761131c816125bd936125b4896145f3565b9790918761474c565b9360009460208101926125d360ff855116615430565b604082019065ffffffffffff825116956125fb606085019765ffffffffffff89511690615468565b6080840192835160ff8151168015600014612926575061ffff6020820151161590811591612914575b50612905575b60a085019960ff8b5116600381116128f2575050600254976126546001600160401b038a16613c04565b976001600160401b038916809a6001600160401b0319161760025563ffffffff8a116128dc5760008a8152602081905260409020805491519c5186516affffffffffffffffffffff60a01b1933166001600160f81b03199094169390931760a08e811b63ffffffff60a01b169190911760d09790971b61ffff60d01b169690961760e09e909e1b60ff60e01b169d909d1760e89d909d1b60ff60e81b169c909c1760f082901b60ff60f01b16178c5560018c01805493516001600160d01b03199094166001600160a01b038a16179390941b65ffffffffffff60a01b169290921783559091905181546001600160d01b031660d09190911b6001600160d01b031916179055612762916144ba565b6002880155516003870190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff00191617179055516127b590614509565b94600401938551946001600160401b038611610c02576020966127dc876119bc8454613c21565b8790601f881160011461287257968061281092610e1f98996000926128675750508160011b916000199060031b1c19161790565b90555b61281c83613d7b565b60405190878252867fa5c1f40e33460cb43a89efd4520c5b10934a7c1e1f14d1d627e1d21096a73c2b6001600160a01b038616938061285f33958d830190612faa565b0390a4614c2e565b015190508a806109dd565b90601f1988169183600052816000209260005b8181106128c5575091600193918a610e1f9a9b94106128ac575b505050811b019055612813565b015160001960f88460031b161c1916905589808061289f565b92938b600181928786015181550195019301612885565b634e487b7160e01b600052600160045260246000fd5b6365906b4d60e11b825260045260249150fd5b63ab9ab4bd60e01b8a5260048afd5b61ffff9150604001511615158b612624565b607f10908115612962575b811561294d575b501561262a5763ab9ab4bd60e01b8a5260048afd5b6105a09150604061ffff91015116118b612938565b905061ffff60208201511661ffff604083015116111590612931565b60405163835ff0d560e01b81526020600482015260056024820152640c8cae0e8d60db1b6044820152606490fd5b60405163835ff0d560e01b8152602060048201526005602482015264686f75727360d81b6044820152606490fd5b60405163835ff0d560e01b815260206004820152600660248201526577696e646f7760d01b6044820152606490fd5b905065ffffffffffff612a1e6064850161386b565b9160d01c9116118a61255a565b60405163835ff0d560e01b8152602060048201526007602482015266616374696f6e7360c81b6044820152606490fd5b6001600160401b038a63528abc9560e11b6000521660045260245260446000fd5b909750612a9991955060603d60601161138957611377818361326b565b50949094968a612500565b60405163835ff0d560e01b81526020600482015260086024820152677265736f7572636560c01b6044820152606490fd5b612ae1919250876144ba565b148980612494565b6001600160401b0385638dd8cd6160e01b600052166004523360245260446000fd5b34610501576000366003190112610501576020604051643afff4417f8152f35b3461050157608036600319011261050157612b44612e38565b6044356001600160401b03811161050157612b63903690600401612d9e565b6064356001600160401b03811161050157612b82903690600401612ed5565b92612b8f60243586614280565b92612b9e61080c36838561376c565b8051600186019560ff875460081c16821491821592612d07575b5050612aa4576020612be5916040518093819263c7040cc360e01b8352846004840152602483019061318c565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c757600091612ccd575b506001600160a01b0333911603612cbb57505082158015612cb0575b611b96577f10d929c814260b98a379aa89fea54511a12fe25282305f76f0f527fc9c99f790916203000062ff000019825416179055612c7c84613eee565b92611546612c97604051938493604085526040850191613807565b82810360208401526001600160401b03339716956130a3565b506102008311612c3e565b6109916113569261133c92369161376c565b90506020813d602011612cff575b81612ce86020938361326b565b8101031261050157612cf99061328c565b87612c22565b3d9150612cdb565b6002919250612d1690846144ba565b91015414158880612bb8565b3461050157612d3361146536612e4e565b604051600b821015611486576020918152f35b34610501576000366003190112610501576020906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b602435906001600160a01b038216820361050157565b9181601f84011215610501578235916001600160401b038311610501576020808501948460051b01011161050157565b6024359060ff8216820361050157565b359060ff8216820361050157565b6044359065ffffffffffff8216820361050157565b6064359065ffffffffffff8216820361050157565b359065ffffffffffff8216820361050157565b359061ffff8216820361050157565b600435906001600160401b038216820361050157565b9060c0600319830112610501576004356001600160a01b03811681036105015791602435906001600160401b03821161050157612e8d91600401612d9e565b909160443560ff81168103610501579060643565ffffffffffff81168103610501579060843561ffff81168103610501579060a4356001600160401b03811681036105015790565b9181601f84011215610501578235916001600160401b038311610501576020838186019501011161050157565b906080600319830112610501576004356001600160401b038116810361050157916024359160443565ffffffffffff811681036105015791606435906001600160401b038211610501576101009082900360031901126105015760040190565b60005b838110612f755750506000910152565b8181015183820152602001612f65565b90602091612f9e81518092818552858086019101612f62565b601f01601f1916010190565b906001600160401b0382511681526001600160401b0360208301511660208201526001600160a01b0360408301511660408201526001600160a01b0360608301511660608201526101c061ffff61018061301560808601516101e060808701526101e0860190612f85565b9460ff60a08201511660a086015265ffffffffffff60c08201511660c086015265ffffffffffff60e08201511660e086015282604061010083015160ff8151166101008901528260208201511661012089015201511661014086015260ff6101208201511661016086015261014081015115158286015282610160820151166101a086015201511691015290565b906001600160401b0382511681526001600160a01b03602083015116602082015261313a6131286130e560408501516101806040860152610180850190612f85565b60ff606086015116606085015265ffffffffffff608086015116608085015265ffffffffffff60a08601511660a085015260c085015184820360c0860152612f85565b60e084015183820360e0850152612f85565b916101008101519060048210156114865761016061ffff9181936101008601526001600160401b036101208201511661012086015265ffffffffffff6101408201511661014086015201511691015290565b906020808351928381520192019060005b8181106131aa5750505090565b825184526020938401939092019160010161319d565b906020808351928381520192019060005b8181106131de5750505090565b82516001600160a01b03168452602093840193909201916001016131d1565b606081019081106001600160401b03821117610c0257604052565b60c081019081106001600160401b03821117610c0257604052565b6101a081019081106001600160401b03821117610c0257604052565b61018081019081106001600160401b03821117610c0257604052565b90601f801991011681019081106001600160401b03821117610c0257604052565b51906001600160a01b038216820361050157565b602080825281018390526001600160fb1b0383116105015760409260051b809284830137010190565b519061ffff8216820361050157565b90816060910312610501578051600681101561050157916133076040613300602085016132c9565b930161328c565b90565b6001600160401b038111610c025760051b60200190565b9060405161332e816131fd565b604061ffff82945460ff81168452818160081c16602085015260181c16910152565b90816060910312610501576133648161328c565b916040613373602084016132c9565b92015190565b94919290939560ff821615801561371a575b6135825783158015613710575b613704576001600160401b031680156136215760005260006020526040600020956001870154916001600160a01b038316968715613613576001600160a01b0316809703613606576001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169660405190632254f92560e01b825260048201526060816024818b5afa9081156104c7576000906000926135e3575b50600681101561148657159081156135cd575b506135c05787549060ff8260f01c1660028a01546134698861330a565b91613477604051938461326b565b888352602083018960051b8b0190368211610501578b905b8282106135b0575050508083511015928361359c575b5050501561358e5760ff809260e01c161916166135825765ffffffffffff1665ffffffffffff8260a01c168110918215613574575b505061356a576134f5906134f060038701613321565b6140ad565b15613561576040516295b98960e01b81529260609284928391829161351d91600484016132a0565b03915afa9081156104c7576133079260009160009361353d575b50614125565b909250613559915060603d60601161138957611377818361326b565b509138613537565b50505050600790565b5050505050600690565b60d01c1115905038806134da565b50505050505050600590565b505050505050505050600490565b6135a79293506144ba565b143880806134a5565b813581526020918201910161348f565b5050505050505050600390565b905061ffff808a5460d01c16911614153861344c565b90506135fe915060603d6060116123c4576123b2818361326b565b509038613439565b5050505050505050600290565b505050505050505050600190565b505050916001600160a01b0391935016908115159283613650575b50505060001461364b57600090565b600190565b60405163c7040cc360e01b81529293506020918391829161367491600484016132a0565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c7576000906136c4575b6001600160a01b039150161438808061363c565b506020813d6020116136fc575b816136de6020938361326b565b81010312610501576136f76001600160a01b039161328c565b6136b0565b3d91506136d1565b50505050505050600490565b5060088411613398565b5060808216151561338b565b9291926001600160401b038211610c02576040519161374f601f8201601f19166020018461326b565b829481845281830111610501578281602093846000960137010152565b9291926137788261330a565b93613786604051958661326b565b602085848152019260051b8201918183116105015780935b8385106137ac575050505050565b84356001600160401b03811161050157820183601f82011215610501576020916137dc8583858095359101613726565b81520194019361379e565b6040906001600160a01b0361330794931681528160208201520190612f85565b908060209392818452848401376000828201840152601f01601f1916010190565b903590601e198136030182121561050157018035906001600160401b03821161050157602001918160051b3603831361050157565b3560ff811681036105015790565b3565ffffffffffff811681036105015790565b919082606091031261050157604051613896816131fd565b60406138c08183956138a781612dde565b85526138b560208201612e29565b602086015201612e29565b910152565b9190916101008184031261050157604051906138e082613218565b819381356001600160401b0381116105015782019080601f830112156105015760a09261395a8261391c60e0948660206138c09835910161376c565b875261392a60208401612dde565b602088015261393b60408401612e16565b604088015261394c60608401612e16565b60608801526080830161387e565b608086015201612dde565b906101008101918035601e1982360301811215610501578101803560208201946001600160401b038211610501578160051b9081360387136105015791809192610100875252610120808601928601019592600090603e19813603015b838310613a675750505050505060ff613a6060e083836139e56020849701612dde565b16602087015265ffffffffffff6139fe60408301612e16565b16604087015265ffffffffffff613a1760608301612e16565b16606087015283613a2a60808301612dde565b16608087015261ffff613a3f60a08301612e29565b1660a087015261ffff613a5460c08301612e29565b1660c087015201612dde565b1691015290565b90919293949761011f1988820301865288358281121561050157830190604060208301359201916001600160401b03811161050157803603831361050157613ab56020928392600195613807565b9a01960194930191906139c2565b9265ffffffffffff90929192604051613afa81613aec6020820194602086526040830190613965565b03601f19810183528261326b565b51902091604051936001600160401b03602086019660e0885260196101008801527f637573746f733a20617070726f7665206120726571756573740000000000000061012088015246604088015230606088015216608086015260a08501521660c083015260e08201526101208152613b756101408261326b565b51902090565b90600754821015613bbc576007600052600282901c7fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c688019160031b60181690565b634e487b7160e01b600052603260045260246000fd5b903590601e198136030182121561050157018035906001600160401b0382116105015760200191813603831361050157565b6001600160401b03166001600160401b038114610d165760010190565b90600182811c92168015613c51575b6020831014613c3b57565b634e487b7160e01b600052602260045260246000fd5b91607f1691613c30565b60005b828110613c6a57505050565b600082820155600101613c5e565b91601f8211613c8657505050565b808211613c9257505050565b613cbf926000526020600020916020601f830160051c9210613cc1575b601f82910160051c039101613c5b565b565b60009150613caf565b6000198114610d165760010190565b9060405191826000825492613ced84613c21565b8084529360018116908115613d595750600114613d12575b50613cbf9250038361326b565b90506000929192526020600020906000915b818310613d3d575050906020613cbf9282010138613d05565b6020919350806001915483858901015201910190918492613d24565b905060209250613cbf94915060ff191682840152151560051b82010138613d05565b6000610180604051613d8c81613233565b828152826020820152826040820152826060820152606060808201528260a08201528260c08201528260e0820152604051613dc6816131fd565b838152836020820152836040820152610100820152826101208201528261014082015282610160820152015261ffff613dfe826145b0565b613e8c600382549260018101546001600160401b0360405197613e2089613233565b16875263ffffffff8560a01c1660208801526001600160a01b03851660408801526001600160a01b0381166060880152613e5c60048301613cd9565b608088015260ff8560e01c1660a088015265ffffffffffff8160a01c1660c088015260d01c60e087015201613321565b61010084015260ff8160e81c166101208401528060f81c1515610140840152818160c01c1661016084015260d01c1661018082015290565b9190826040910312610501576020613edb8361328c565b92015163ffffffff811681036105015790565b6001600160401b03906000610160604051613f088161324f565b828152826020820152606060408201528260608201528260808201528260a0820152606060c0820152606060e0820152826101008201528261012082015282610140820152015216806000526001602052604060002060018101549060ff8260101c1690600482101561148657811561402d5790613ff060068361ffff95945460405197613f958961324f565b88526001600160a01b0381166020890152613fb260048301613cd9565b604089015260ff8616606089015265ffffffffffff8160a01c16608089015260d01c60a0880152613fe560058201613cd9565b60c088015201613cd9565b60e08501526101008401526001600160401b038160181c1661012084015265ffffffffffff8160581c1661014084015260881c1661016082015290565b8363b2064e1560e01b60005260045260246000fd5b9190826040910312610501576020613373836132c9565b906040519182815491828252602082019060005260206000209260005b81811061408b575050613cbf9250038361326b565b84546001600160a01b0316835260019485019487945060209093019201614076565b9060ff8251161561411e5761ffff169061ffff6105a0818185041693061690600783109283614109575b50826140f6575b826140e857505090565b6040015161ffff1611919050565b602081015161ffff1682101592506140de565b815160ff16901c6001908116149250386140d7565b5050600190565b600092917f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316915b6003851115614168575050505050600190565b548060f81c6142765763ffffffff8160a01c16801561422f5760005260006020526040600020906001600160a01b0360405191632254f92560e01b8352166004820152606081602481875afa9081156104c757600090819261420d575b50600681101561148657159081156141f7575b506141ed576141e79094613cca565b93614155565b5050505050600990565b905061ffff80835460d01c1691161415386141d8565b9050614227915060603d81116123c4576123b2818361326b565b5090386141c5565b509293506001600160a01b039150166001600160a01b038216149182614261575b50501561425c57600090565b600a90565b61ffff91925081169160c01c16143880614250565b5050505050600890565b6001600160401b03909291921680600052600160205260406000209260018401549060ff8260101c1690600482101561148657811561402d5760038601540361433857845460d01c421091821592614304575b50600114908115916142fc575b506142e85750565b63490411d360e11b60005260045260246000fd5b9050386142e0565b62278d0091925065ffffffffffff9060581c160165ffffffffffff8111610d165765ffffffffffff164210159060016142d3565b8263e240abaf60e01b60005260045260246000fd5b906143578261330a565b614364604051918261326b565b8281528092614375601f199161330a565b0190602036910137565b8051821015613bbc5760209160051b010190565b908151801580156144b0575b614446576143ac8161434d565b9260005b8281106143bc57505050565b6143c6818361437f565b518051801580156144a6575b6144465760005b8181106143fe57505090816020600193519101206143f7828861437f565b52016143b0565b8251811015613bbc5760ff60f81b6020828501015116606160f81b8110159081614497575b8115614473575b8115614465575b8115614457575b5015614446576001016143d9565b6364325c9160e01b60005260046000fd5b605f60f81b14905038614438565b602d60f81b81149150614431565b9050600360fc1b81101580614489575b9061442a565b50603960f81b811115614483565b603d60f91b8111159150614423565b50603f81116143d2565b506008811161439f565b6000929183915b8183106144cd57505050565b9091936001906144dd868461437f565b5160405190602082019283526040820152604081526144fd60608261326b565b519020940191906144c1565b908151801561459857825115613bbc57916020810151926001915b81831061453057505050565b90919360019061458f82614544888661437f565b5192602060405194826145608794518092858088019101612f62565b8301602f60f81b8382015261457e8251809385602185019101612f62565b01010301601f19810183528261326b565b94019190614524565b5090506040516145a960208261326b565b6000815290565b6001600160401b0316908160005260006020526040600020916001600160a01b03600184015416156145df5750565b631df757e160e11b60005260045260246000fd5b906001600160a01b0360405192632254f92560e01b845216908160048401526060836024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c75760009360009161467d575b509183600681101561148657156146695750565b634022bc5560e01b60005260045260246000fd5b905061469991935060603d6060116123c4576123b2818361326b565b5092909238614655565b9060ff8151161561411e5760ff82511615614709575b60ff8251818351161916161591826146ed575b826146d657505090565b61ffff809293506040809201511692015116101590565b915061ffff60208301511661ffff6020830151161115916146cc565b9050604051614717816131fd565b607f8152600060208201526105a06040820152906146b9565b8054821015613bbc5760005260206000209060021b0190600090565b949291926001600160a01b0382166000526003602052604060002061ffff8516600052602052600261479284604060002094602089019761478c8961385d565b916155bb565b92019081549560006006861015945b8882108061482a575b156147e557506147ba8185614730565b50856147c58961385d565b9061148657876147d9918c6147df946156d4565b91613cca565b906147a1565b965050955095505050506147f65750565b6148096109916108058361135694613828565b6040516305c522d160e41b8152602060048201529182916024830190612f85565b5080156147aa565b9395949192602087019661484960ff895116615430565b604081019165ffffffffffff83511694614871606084019665ffffffffffff88511690615468565b6080830191825160ff8151168015600014614bd4575061ffff6020820151161590811591614bc2575b50614bb1575b60a084019460ff86511660038111614b9d5750600254976148c96001600160401b038a16613c04565b976001600160401b038916809a6001600160401b03191617600255889d63ffffffff8b116128dc578c988b60005260006020526040600020996001600160a01b03166001600160601b0360a01b8b5416178a5589549160ff60e01b905160e01b169060ff60e81b905160e81b169187519660ff60f01b8860f01b169460ff60f01b199260ff60e81b199161ffff60c01b9060c01b169068ffffffffffffffffff60a01b191617169061ffff60d01b9060d01b161716171717875560018701916001600160a01b038b166001600160601b0360a01b8454161783555165ffffffffffff166149d690839081549065ffffffffffff60a01b9060a01b169065ffffffffffff60a01b1916179055565b5181546001600160d01b031660d09190911b6001600160d01b0319161790556149fe916144ba565b6002840155516003830190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff0019161717905551614a5190614509565b90600401908051906001600160401b038211610c0257614a758261190a8554613c21565b602090601f8311600114614b085792614ad483614adb947fa5c1f40e33460cb43a89efd4520c5b10934a7c1e1f14d1d627e1d21096a73c2b97946001600160a01b0397600092614afd5750508160011b916000199060031b1c19161790565b9055613d7b565b93614af88260405193849360208552169716956020830190612faa565b0390a4565b0151905038806109dd565b90601f1983169184600052816000209260005b818110614b855750937fa5c1f40e33460cb43a89efd4520c5b10934a7c1e1f14d1d627e1d21096a73c2b96936001600160a01b03969360019383614adb9810614b6c575b505050811b019055613d7b565b015160001960f88460031b161c19169055388080614b5f565b92936020600181928786015181550195019301614b1b565b6365906b4d60e11b60005260045260246000fd5b63ab9ab4bd60e01b60005260046000fd5b61ffff9150604001511615153861489a565b607f10908115614c12575b8115614bfd575b50156148a05763ab9ab4bd60e01b60005260046000fd5b6105a09150604061ffff910151161138614be6565b905061ffff60208201511661ffff604083015116111590614bdf565b6001600160401b039093919293169182600052600660205260406000206001600160a01b038216600052602052604060002054936001600160a01b036001600160401b03600092169216945b60088210614c9b57858563eabec60d60e01b60005260045260245260446000fd5b92949193600582901b9392916001600160fb1b0381168103610d165763ffffffff84861c1680614cf2575b505063ffffffff9160409160005260066020528160002060009182526020522093831b921b1916179055565b60005260006020526040600020805460f81c159081614d27575b50614d175780614cc6565b6001919593929694500190614c7a565b60019150015460d01c421038614d0c565b92919060018060ff80875460101c16941693841c1614908115614d7e575b50614d76576004149182614d6957505090565b6133079250600101615753565b505050600190565b614d8c915060018501615753565b38614d56565b92949391614da765ffffffffffff9183614280565b9516914283111561541b57614dc261080c6108058380613828565b608052600186019586549460ff8660081c166002830154816080515110159182615405575b505015612aa457604051916295b98960e01b83526020600484015260608380614e156024820160805161318c565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9182156104c7576000936000936153dd575b506001600160a01b03841680156153ca576020860160ff614e758261385d565b818c16191616612a2b57614e8b6040880161386b565b84549065ffffffffffff808360a01c1691161080156153aa575b6129da5760ff614eb760e08a0161385d565b1661297e576001600160a01b0316996001600160a01b0384169a808c1461538c57614ee1856157a4565b15615377579081614ef961ffff9897969594936145f3565b98909260881c1661ffff89160361466957508b9089604051614f2b81613aec6020820194602086526040830190613965565b519020926001600160401b038c169c8d600052600460205260406000208560005260205260406000209360005283602052604060002065ffffffffffff429154161161535e578d8f918d7ffb9b2fd9a9583e495190494223857170cd18eab39080326fb2be5007a8eb4cc491846000528760205260406000208165ffffffffffff19825416179055614fcf6040519283928352604060208401526040830190613965565b0390a3614fe682614fdf8361385d565b8a8d6155bb565b156151a257505050896000526004602052604060002081600052602052604060002092828c03615149575b508960005260056020526040600020906000526020526001600160a01b0360406000205416908060005282602052604060002065ffffffffffff4291541611928361511e575b5082615113575b5081615103575b50156150f55793610e84937fc2a20927c9d9be0f183c6886f0af15c7d9e72378afaf909d6604c46009a657a896936150c5936001600160a01b036150f0988e5b6202000062ff0000198254161790555416906113236080519536906138c5565b88546affffffffffffffff0000001916601882901b6affffffffffffffff0000001617909855613eee565b0390a3565b506000985050505050505050565b61510d91506158af565b38615065565b81141591503861505e565b9092506001600160a01b038216600052602052604060002065ffffffffffff42915416119138615057565b615152906158af565b156151895789600052600560205260406000208160005260205260406000208b6001600160601b0360a01b82541617905538615011565b8a8a630f844c1160e31b60005260045260245260446000fd5b919490938093506000526003602052604060002061ffff88166000526020526151cf60406000209261385d565b9160019560009560009460028401549360005b858110615264575050505050505060001461525a5750155b61524157156150f55793610e84937fc2a20927c9d9be0f183c6886f0af15c7d9e72378afaf909d6604c46009a657a896936150c5936001600160a01b036150f0988e6150a5565b8888630f844c1160e31b60005260045260245260446000fd5b90508914156151fa565b6152718160028401614730565b509760068510156114865761528a85856080518c6156d4565b15615354575060019760028101906152a28983615753565b61534b575b60009180548b845b8281106152db575050505060ff905460101c16116152d2575b6001905b016151e2565b60009a506152c8565b6001600160a01b036152ed82866156bc565b90549060031b1c16604060006001600160a01b03831681528d6020522065ffffffffffff4291541611908161533b575b5061532b575b018c906152af565b9461533590613cca565b94615323565b61534591506157a4565b3861531d565b9a50889a6152a7565b97506001906152cc565b8e8e630f2bb0f160e41b60005260045260245260446000fd5b8b634022bc5560e01b60005260045260246000fd5b6001600160401b038a632f24366360e21b6000521660045260246000fd5b506153b76060890161386b565b65ffffffffffff8260d01c911611614ea5565b6113566122d86109916108058980613828565b9092506153fa91935060603d60601161138957611377818361326b565b509290929138614e55565b6154139192506080516144ba565b143880614de7565b8263188e463160e11b60005260045260246000fd5b60ff811690811590811561545b575b506154475750565b639c7711e960e01b60005260045260246000fd5b608091501615153861543f565b65ffffffffffff918216911681811080159061549e575b615487575050565b637f3606df60e01b60005260045260245260446000fd5b50643afff4417f821161547f565b6154b860038201613321565b9060ff81546002600184015493015493828151169061ffff60408160208401511692015116916040519560208701976001600160a01b038616895261ffff8660c01c1660408901526001600160a01b038216606089015261ffff8660d01c16608089015260a0880152858560e01c1660c088015265ffffffffffff8160a01c1660e088015260d01c61010087015261012086015261014085015261016084015260e81c166101808201526101808152613b756101a08261326b565b90600160401b8111610c025781549080835581811061559157505050565b613cbf9260005280602060002001910390613c5b565b356001600160a01b03811681036105015790565b6001600160a01b0316600052600360205261ffff6040600020911660005260205260ff604060002054169182156156a5575b508115615699575b50615694576040516346f3131760e11b81526020816004817f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165afa9081156104c757600091615654575b5061ffff600191161190565b90506020813d60201161568c575b8161566f6020938361326b565b810103126105015761ffff6156856001926132c9565b9150615648565b3d9150615662565b600090565b600191501615386155f5565b9091506006811015611486576004141590386155ed565b8054821015613bbc5760005260206000200190600090565b91909260ff8354928316161591821561573b575b505061573457600101805491805183811061572a575b5082615709916144ba565b916000198101908111610d165761571f916156bc565b90549060031b1c1490565b92506157096156fe565b5050600090565b6001925060ff809160081c1691161c161538806156e8565b8054916001600160a01b03169060005b8381106157735750505050600090565b826001600160a01b0361578683856156bc565b90549060031b1c161461579b57600101615763565b50505050600190565b6157ad816158af565b61583e576001600160a01b0360405191632254f92560e01b83521660048201526060816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156104c75760009161581d575b50600681101561148657151590565b615836915060603d6060116123c4576123b2818361326b565b50503861580e565b50600190565b9190811015613bbc5760051b0190565b600090815b8383106158695750505050600190565b6001600160a01b0380615885615880868887615844565b6155a7565b9216911611156158a757600161589f615880848685615844565b920191615859565b505050600090565b6001600160a01b036040519163013eb6b760e51b83521660048201526040816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156104c75761ffff91600091615916575b5016151590565b61592f915060403d6040116104c0576104b0818361326b565b503861590f56",
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
	Number  uint64
	By      common.Address
	Expires *big.Int
	Terms   CapabilitiesTerms
	Raw     *types.Log // Blockchain specific contextual infos
}

const CapabilitiesApprovalGivenEventName = "ApprovalGiven"

// ContractEventName returns the user-defined event name.
func (CapabilitiesApprovalGiven) ContractEventName() string {
	return CapabilitiesApprovalGivenEventName
}

// UnpackApprovalGivenEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ApprovalGiven(uint64 indexed number, address indexed by, uint48 expires, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms)
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
