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
	Number   uint64
	Parent   uint64
	Grantor  common.Address
	Grantee  common.Address
	Resource string
	Actions  uint8
	From     *big.Int
	Until    *big.Int
	Week     CapabilitiesHours
	Depth    uint8
	Revoked  bool
}

// CapabilitiesHours is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesHours struct {
	Weekdays uint8
	From     uint16
	Until    uint16
}

// CapabilitiesRequest is an auto generated low-level Go binding around an user-defined struct.
type CapabilitiesRequest struct {
	Number     uint64
	Principal  common.Address
	Resource   string
	Actions    uint8
	From       *big.Int
	Until      *big.Int
	Reason     string
	LegalBasis string
	State      uint8
	Capability uint64
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
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"registry\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyApproved\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyRevoked\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"}],\"name\":\"BadActions\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"BadAssertion\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"name\":\"BadDepth\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"duration\",\"type\":\"uint48\"}],\"name\":\"BadGlass\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadHours\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"BadRule\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadText\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"}],\"name\":\"BadWindow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"what\",\"type\":\"string\"}],\"name\":\"Exceeds\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"GlassOpen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"GlassSealed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NeedsApproval\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"NoGlass\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NoOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotActive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnAuthority\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotApprover\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotGrantee\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotGrantor\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"enumCapabilities.Verdict\",\"name\":\"why\",\"type\":\"uint8\"}],\"name\":\"NotInForce\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"NotOpen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"}],\"name\":\"NotResourceOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OwnRequest\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooMany\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownCapability\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownRequest\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"ApprovalGiven\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Approved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Denied\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"GlassAcknowledged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"GlassBroken\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"Granted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Request\",\"name\":\"request\",\"type\":\"tuple\"}],\"name\":\"Requested\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"}],\"indexed\":false,\"internalType\":\"structCapabilities.Capability\",\"name\":\"capability\",\"type\":\"tuple\"}],\"name\":\"Revoked\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"rules\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"sealed_\",\"type\":\"bool\"}],\"name\":\"RulesSet\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"ALL_ACTIONS\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"GLASS_SLACK\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_DEPTH\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_GLASS\",\"outputs\":[{\"internalType\":\"uint48\",\"name\":\"\",\"type\":\"uint48\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_TEXT\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REGISTRY\",\"outputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"}],\"name\":\"acknowledge\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"approvalChallenge\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"approve\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"granted\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32[2]\",\"name\":\"key\",\"type\":\"bytes32[2]\"},{\"internalType\":\"bytes\",\"name\":\"authenticatorData\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"clientDataJSON\",\"type\":\"bytes\"},{\"internalType\":\"bytes32[2]\",\"name\":\"signature\",\"type\":\"bytes32[2]\"}],\"internalType\":\"structCapabilities.Assertion\",\"name\":\"assertion\",\"type\":\"tuple\"}],\"name\":\"approveByPasskey\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"granted\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"duration\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"}],\"name\":\"breakGlass\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"capability\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantor\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"revoked\",\"type\":\"bool\"}],\"internalType\":\"structCapabilities.Capability\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"capabilityCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"},{\"internalType\":\"uint8\",\"name\":\"action\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"time\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"minuteOfWeek\",\"type\":\"uint16\"},{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"check\",\"outputs\":[{\"internalType\":\"enumCapabilities.Verdict\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"childAt\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"childCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"parent\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"delegate\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"}],\"name\":\"deny\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"glassAt\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"glassCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"}],\"name\":\"glassOf\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"grantee\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"weekdays\",\"type\":\"uint8\"},{\"internalType\":\"uint16\",\"name\":\"from\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"until\",\"type\":\"uint16\"}],\"internalType\":\"structCapabilities.Hours\",\"name\":\"week\",\"type\":\"tuple\"},{\"internalType\":\"uint8\",\"name\":\"depth\",\"type\":\"uint8\"}],\"internalType\":\"structCapabilities.Terms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"grant\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"},{\"internalType\":\"uint8\",\"name\":\"action\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"time\",\"type\":\"uint48\"},{\"internalType\":\"uint16\",\"name\":\"minuteOfWeek\",\"type\":\"uint16\"},{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"isAllowed\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"}],\"name\":\"request\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"requestCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"requestOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"principal\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"resource\",\"type\":\"string\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint48\",\"name\":\"from\",\"type\":\"uint48\"},{\"internalType\":\"uint48\",\"name\":\"until\",\"type\":\"uint48\"},{\"internalType\":\"string\",\"name\":\"reason\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"legalBasis\",\"type\":\"string\"},{\"internalType\":\"enumCapabilities.State\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint64\",\"name\":\"capability\",\"type\":\"uint64\"}],\"internalType\":\"structCapabilities.Request\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"revoke\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"rulesOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"quorum\",\"type\":\"uint8\"},{\"internalType\":\"bytes32[]\",\"name\":\"prefixes\",\"type\":\"bytes32[]\"},{\"internalType\":\"address[]\",\"name\":\"approvers\",\"type\":\"address[]\"},{\"internalType\":\"string\",\"name\":\"path\",\"type\":\"string\"}],\"internalType\":\"structRules.Stored[]\",\"name\":\"rules\",\"type\":\"tuple[]\"},{\"internalType\":\"bool\",\"name\":\"written\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"sealed_\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"string[]\",\"name\":\"resource\",\"type\":\"string[]\"},{\"internalType\":\"uint8\",\"name\":\"actions\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"roles\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"quorum\",\"type\":\"uint8\"},{\"internalType\":\"address[]\",\"name\":\"approvers\",\"type\":\"address[]\"}],\"internalType\":\"structRules.Rule[]\",\"name\":\"rules\",\"type\":\"tuple[]\"},{\"internalType\":\"bool\",\"name\":\"sealed_\",\"type\":\"bool\"}],\"name\":\"setRules\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Capabilities",
	Bin: "0x60a0346100d357601f61584e38819003918201601f19168301916001600160401b038311848410176100d8578084926020946040528339810103126100d357516001600160a01b03811681036100d35760805260405161575f90816100ef823960805181818161062901528181610b22015281816116f101528181611c9c0152818161267301528181612dca0152818161339d0152818161358d01528181613fd201528181614437015281816145440152818161494601528181614b43015281816150880152818161519a01526155ed0152f35b600080fd5b634e487b7160e01b600052604160045260246000fdfe608080604052600436101561001357600080fd5b60003560e01c90816306433b1b14612dac57508063071ffcec1461261157806309bd04a8146125f55780630c65cef3146125d157806321b22e911461249057806329b6566b146124765780632a79d5a314611c1f5780634b1ba27c1461164f57806350fe63c314611427578063557e753b146113f55780635b9577ff14610ab55780635badbe4c14610a8b5780636182671a14610a6a57806384bb9b7c14610a435780639dd4d1d414610a095780639efe2955146109d15780639f91615f1461093b578063a27154ba1461091f578063a401983514610902578063a954d8e014610753578063bce43d6314610717578063bf60db2e146106fa578063d7c0346f14610525578063ecd2722a14610509578063ee40bda4146104eb578063f0d71f23146104a6578063f10d897f14610425578063f62983f0146101a65763fdc7691b1461015e57600080fd5b346101a15760203660031901126101a1576001600160a01b0361017f612e1e565b16600052600960205260206001600160401b0360406000205416604051908152f35b600080fd5b346101a15760203660031901126101a15760043560005260036020526040600020600181019054908054906101da82613280565b916101e86040519384613228565b80835260208301809260005260206000206000915b838310610319575050505060405192839260608401906060855251809152608084019060808160051b86010193916000905b82821061025657505050508060ff8092161515602085015260081c16151560408301520390f35b91939490929550607f1987820301825285519060ff825116815260ff602083015116602082015260ff60408301511660408201526102a3606083015160c0606084015260c0830190613186565b9160808101519282810360808401526020808551928381520194019060005b8181106102fa575050506102e960019360209360a0859401519060a0818403910152612fbf565b97019201920186959493919261022f565b82516001600160a01b03168652602095860195909201916001016102c2565b60409694959651610329816131d5565b60ff83548181168352818160081c16602084015260101c16604082015260018301604051808260208294549384815201906000526020600020926000905b80821061040957505061037c92500382613228565b6060820152600283016040519081602082549182815201916000526020600020906000905b8082106103e85750505092600492826103c06020946001970382613228565b60808201526103d160038701613b99565b60a0820152815201920192019190959493956101fd565b9091926001602081926001600160a01b0387541681520194019201906103a1565b9160019193506020829186548152019401920184929391610367565b346101a15760403660031901126101a15761043e612e89565b6001600160401b036024359116806000526006602052604060002054821015610491576104816020926001600160401b039260005260068452604060002061389d565b90549060031b1c16604051908152f35b5063082fed2360e31b60005260045260246000fd5b346101a15760203660031901126101a1576004356007548110156104d7576001600160401b03610481602092613846565b63082fed2360e31b60005260045260246000fd5b346101a15760003660031901126101a1576020600754604051908152f35b346101a15760003660031901126101a1576020604051603f8152f35b346101a15760603660031901126101a15761053e612e89565b602435906001600160401b0382116101a157610100826004019260031990360301126101a1576044356001600160401b0381116101a1578060040160c060031983360301126101a15760406020916105996044850182613e94565b9490836084610611898b6105ff6105be6105b660648a018b613e94565b939094613b03565b9686519c8d9b8c9b7f8e1e7c34000000000000000000000000000000000000000000000000000000008d5260048d013760e060448c015260e48b01916136e8565b8881036003190160648a0152916136e8565b9301608485013760c483015203816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156106ee576000916106bf575b506001600160a01b038116156106885791610677916020936144ce565b6001600160401b0360405191168152f35b6001600160401b03827f2137bbe7000000000000000000000000000000000000000000000000000000006000521660045260246000fd5b6106e1915060203d6020116106e7575b6106d98183613228565b810190613249565b8361065a565b503d6106cf565b6040513d6000823e3d90fd5b346101a15760003660031901126101a1576020604051610e108152f35b346101a15760203660031901126101a15761074f61073b610736612e89565b613d6e565b6040519182916020835260208301906130c1565b0390f35b346101a15760203660031901126101a15761076c612e89565b61077581614850565b80548060f81c6108cb57336001600160a01b03821603610825575b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff167f01000000000000000000000000000000000000000000000000000000000000001790556107de81613c3b565b7f2314fafc9667200ef247f1ba6fca32d8383ea5996374ee20ab4bda37bf7b92fc60405160208152806108206001600160401b03339616946020830190612fe4565b0390a3005b91816000925b60038410806108b5575b15610864576001600160401b03905460a01c16600052600060205261085e604060002093613d5f565b9261082b565b549193909250906001600160a01b03163314610790576001600160401b03837fc612f1f800000000000000000000000000000000000000000000000000000000600052166004523360245260446000fd5b506001600160401b03815460a01c161515610835565b6001600160401b03837fd66b6d15000000000000000000000000000000000000000000000000000000006000521660045260246000fd5b346101a15760003660031901126101a15760206040516102008152f35b346101a15760003660031901126101a157602060405160038152f35b346101a15760403660031901126101a157610954612e1e565b602435906001600160401b0382116101a157610100826004019260031990360301126101a15781610677916109ca6109a061099b61099485602098613709565b369161361e565b6141b1565b926109b76109b16109948380613709565b85614404565b6109c381843387614939565b36906137a6565b9033614b11565b346101a15760203660031901126101a15761074f6109f56109f0612e89565b613c3b565b604051918291602083526020830190612fe4565b346101a15760203660031901126101a1576001600160401b03610a2a612e89565b1660005260066020526020604060002054604051908152f35b346101a15760003660031901126101a15760206001600160401b0360025416604051908152f35b346101a1576020610a83610a7d36612f53565b90613b03565b604051908152f35b346101a15760003660031901126101a15760206001600160401b0360025460401c16604051908152f35b346101a15760803660031901126101a1576004356001600160401b0381116101a157610ae5903690600401612dee565b610aed612e34565b91610af6612e52565b6064356001600160401b0381116101a157610b15903690600401612f26565b9290946001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016926040516352ebc13f60e11b8152336004820152602081602481885afa9081156106ee576000916113c6575b5060068110156113b057600403611382573360005260096020526001600160401b036040600020541661133d5765ffffffffffff169485158015611332575b61130457841580156112f9575b6112cf57610bcc61099b36838661361e565b9260405163c7040cc360e01b81526020600482015260208180610bf26024820189613186565b0381895afa80156106ee576001600160a01b03916000916112b0575b501693841561127e57604051637004af0760e11b81528560048201526020816024818a5afa9081156106ee5760009161124c575b50600052600360205260ff60406000205460081c166111f85765ffffffffffff421697603b1989019865ffffffffffff8a116111e257019565ffffffffffff87116111e257610cb660405193610c97856131ba565b60008552600060208601526000604086015260405195610994876131d5565b845260ff602085019516855265ffffffffffff604085019916895265ffffffffffff60608501971687526080840192835260a0840190600082526024602060009260405192838092639f8a13d760e01b82523360048301525afa9081156111d75782916111a8575b501561119557610d3160ff87511661502d565b65ffffffffffff8a511665ffffffffffff895116908181101561117f5750508351805160ff1680611127575061ffff6020820151161590811591611115575b50611106575b60ff825116600381116110f357505060025498610d9b6001600160401b038b166138c0565b976001600160401b038916809b6001600160401b031916176002558a60005260006020526040600020968888546001600160a01b0319161788558754905160e01b60ff60e01b16935160e81b60ff60e81b168551948560f01b60ff60f01b16927fff0000000000000000000000ffffffffffffffffffffffffffffffffffffffff1617171787556001870191336001600160a01b031683546001600160a01b0319161783555165ffffffffffff16610e7290839065ffffffffffff60a01b1965ffffffffffff60a01b83549260a01b169116179055565b5181546001600160d01b031660d09190911b6001600160d01b031916179055610e9a916143b5565b6002840155516003830190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff0019161717905551610eed90614f6a565b90600401908051906001600160401b03821161106b57610f1782610f1185546138dd565b85613934565b602090601f831160011461108c57610f48929160009183611081575b50508160011b916000199060031b1c19161790565b90555b610f5482613c3b565b90847f092ab2bf83a660ef4082f45ce6a5ef0ad13bd2deedc86a839c36354737d0e55e6040516020815280610f8e33966020830190612fe4565b0390a4600754906801000000000000000082101561106b57602094611037826110047fec1ad3cae4864084c85b01787ecab7511f728915efaf746d40a1bbddcfa101d294610fe58760018b9901600755600761389d565b9091906001600160401b038084549260031b9316831b921b1916179055565b600754856000526008895260406000205533600052600988526040600020856001600160401b0319825416179055613c3b565b936110606110526040519384936040855260408501916136e8565b828103898401523396612fe4565b0390a3604051908152f35b634e487b7160e01b600052604160045260246000fd5b015190508980610f33565b90601f1983169184600052816000209260005b8181106110db57509084600195949392106110c2575b505050811b019055610f4b565b015160001960f88460031b161c191690558880806110b5565b9293602060018192878601518155019501930161109f565b602492506365906b4d60e11b8252600452fd5b8063ab9ab4bd60e01b60049252fd5b61ffff9150604001511615158c610d70565b607f10908115611163575b811561114e575b5015610d76578063ab9ab4bd60e01b60049252fd5b6105a09150604061ffff91015116118c611139565b905061ffff60208201511661ffff604083015116111590611132565b60449350637f3606df60e01b8352600452602452fd5b80634022bc5560e01b6024925233600452fd5b6111ca915060203d6020116111d0575b6111c28183613228565b810190613268565b8c610d1e565b503d6111b8565b6040513d84823e3d90fd5b634e487b7160e01b600052601160045260246000fd5b61124861120e61120936868661361e565b614f6a565b6040519182917f5e01dcff000000000000000000000000000000000000000000000000000000008352602060048401526024830190612fbf565b0390fd5b90506020813d602011611276575b8161126760209383613228565b810103126101a157518a610c42565b3d915061125a565b61124861128f61120936868661361e565b604051918291632fd8684360e01b8352602060048401526024830190612fbf565b6112c9915060203d6020116106e7576106d98183613228565b8a610c0e565b7f5a2a093e0000000000000000000000000000000000000000000000000000000060005260046000fd5b506102008511610bba565b857fb68b0ec90000000000000000000000000000000000000000000000000000000060005260045260246000fd5b50610e108611610bad565b3360005260096020526001600160401b03604060002054167f0ff662770000000000000000000000000000000000000000000000000000000060005260045260246000fd5b7f634bbac8000000000000000000000000000000000000000000000000000000006000523360045260246000fd5b634e487b7160e01b600052602160045260246000fd5b6113e8915060203d6020116113ee575b6113e08183613228565b810190613986565b88610b6e565b503d6113d6565b346101a15761141261140636612e9f565b95949094939193613312565b600b8110156113b05760209060405190158152f35b346101a15760403660031901126101a157611440612e89565b6024356001600160401b0381116101a1576114676001600160401b03913690600401612dee565b91909216918260005260086020526040600020549081156116215783600052600060205260406000209261149f61099b36838561361e565b90815160ff865460f01c16811490811591611609575b506115c3576114cf926114c991369161361e565b90614404565b60075460001981019081116111e2576114ef6001600160401b0391613846565b90549060031b1c1660001982018281116111e25781610fe561151092613846565b600052600860205260406000205560075480156115ad576001600160a01b03916001916000190161154081613846565b6001600160401b0382549160031b1b1916905560075583600052600860205260006040812055015416600052600960205260406000206001600160401b0319815416905533907f45c4818f6d2ed5b7a982c7ec7906b2a34106aba67462cca5dfc251c11fe18ea1600080a3005b634e487b7160e01b600052603160045260246000fd5b60405163835ff0d560e01b815260206004820152600860248201527f7265736f757263650000000000000000000000000000000000000000000000006044820152606490fd5b6116149150836143b5565b60028601541415876114b5565b837f489eaa660000000000000000000000000000000000000000000000000000000060005260045260246000fd5b346101a15760c03660031901126101a1576004356001600160401b0381116101a15761167f903690600401612dee565b611687612e34565b61168f612e52565b6064359065ffffffffffff8216948583036101a1576084356001600160401b0381116101a1576116c3903690600401612f26565b909160a4356001600160401b0381116101a1576116e4903690600401612f26565b9790986001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001692604051639f8a13d760e01b8152336004820152602081602481885afa9081156106ee57600091611c00575b5015611beb576112096117609161175861099b36878461361e565b94369161361e565b926020604051809263c7040cc360e01b825282600483015281806117876024820189613186565b03915afa80156106ee576001600160a01b0391600091611bcc575b501615611baa576117b28861502d565b65ffffffffffff861681811015611b9357505082158015611b88575b6112cf5761020088116112cf576118e590600254976118b46117fb6001600160401b038b60401c166138c0565b986001600160401b038a169a7fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000008c60401b169116176002558a60005260016020526118946040600020996001600160a01b0333166001600160a01b03198c5416178b558a9065ffffffffffff60a01b1965ffffffffffff60a01b83549260a01b169116179055565b88546001600160d01b031660d09190911b6001600160d01b031916178855565b60018701805483516201000062ffffff1990921660ff9490941693909317600884901b61ff001617179055906143b5565b6002850155805160038501916001600160401b03821161106b5761190d82610f1185546138dd565b602090601f8311600114611b215761193d929160009183611b165750508160011b916000199060031b1c19161790565b90555b60048301916001600160401b03821161106b5761196182610f1185546138dd565b600090601f8311600114611aae579180611996926005969594600092611aa35750508160011b916000199060031b1c19161790565b90555b016001600160401b03841161106b576020946119bf856119b984546138dd565b84613934565b600090601f8611600114611a3d5794806119f4926119fb9697600092611a325750508160011b916000199060031b1c19161790565b9055613d6e565b817fb0bf37c8b75e79119f378f6d73f200fd49f4da281885f129b6900fc95c64051e604051858152806110603395888301906130c1565b013590508880610f33565b82825286822091601f198716815b818110611a8c57509160019391886119fb98999410611a72575b505050811b019055613d6e565b0135600019600384901b60f8161c19169055878080611a65565b919389600181928787013581550195019201611a4b565b013590508a80610f33565b8382526020822091601f198416815b818110611afe575091600193918560059897969410611ae4575b505050811b019055611999565b0135600019600384901b60f8161c19169055898080611ad7565b91936020600181928787013581550195019201611abd565b015190508b80610f33565b90601f1983169184600052816000209260005b818110611b705750908460019594939210611b57575b505050811b019055611940565b015160001960f88460031b161c191690558a8080611b4a565b92936020600181928786015181550195019301611b34565b5061020083116117ce565b637f3606df60e01b60005260045260245260446000fd5b604051632fd8684360e01b815260206004820152806112486024820186612fbf565b611be5915060203d6020116106e7576106d98183613228565b8c6117a2565b634022bc5560e01b6000523360045260246000fd5b611c19915060203d6020116111d0576111c28183613228565b8c61173d565b346101a15760603660031901126101a157611c38612e89565b6024356001600160a01b038116918282036101a157604435906001600160401b0382116101a157816004019261010060031984360301126101a157611c7c82614850565b936001850154336001600160a01b0382160361243b576001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001694604051639f8a13d760e01b81523360048201526020816024818a5afa9081156106ee5760009161241c575b5015611beb57611cfe61099b6109948580613709565b9680549260ff8460f01c166002830154818b5110159182612408575b5050156115c357611d2b8983613fc4565b600b8110156113b057806123ce575060ff611d486024850161373e565b818660e01c1619161661238857611d616044840161374c565b65ffffffffffff808360a01c16911610908115612366575b5061232057611da190611d9b6003611d94366084870161375f565b92016132e3565b906148ac565b156122db5760ff611db560e482930161373e565b9260e81c16911610156122955760405163c7040cc360e01b81526020600482015260208180611de7602482018a613186565b0381885afa9081156106ee57611e0c936109c3928492600091612276575b5088614939565b936024602060009460405192838092639f8a13d760e01b82528660048301525afa90811561226b57849161224c575b501561223a576020850194611e5360ff87511661502d565b604081019365ffffffffffff85511695606083019665ffffffffffff88511690818110156122245750506080830191825160ff81511680156000146121cc575061ffff60208201511615908115916121ba575b50611106575b60a084019060ff825116600381116110f357505060025496611ed66001600160401b0389166138c0565b986001600160401b038a1680996001600160401b0319161760025588600052600060205260406000209a336001600160a01b03168c546001600160a01b031916178c558b54905160e01b60ff60e01b16935160e81b60ff60e81b168551948560f01b60ff60f01b16928b60a01b7bffffffffffffffff000000000000000000000000000000000000000016907fffff00000000000000000000ffffffffffffffffffffffffffffffffffffffff16177fff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff161717178b5560018b01918783546001600160a01b0319161783555165ffffffffffff16611ff390839065ffffffffffff60a01b1965ffffffffffff60a01b83549260a01b169116179055565b5181546001600160d01b031660d09190911b6001600160d01b03191617905561201b916143b5565b6002880155516003870190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff001916171790555161206e90614f6a565b9460040185516001600160401b03811161106b57612090816119b984546138dd565b6020601f821160011461214a5790806120ca926001600160401b039798996000926110815750508160011b916000199060031b1c19161790565b90555b6120d685613c3b565b847f092ab2bf83a660ef4082f45ce6a5ef0ad13bd2deedc86a839c36354737d0e55e604051602081528061210f33956020830190612fe4565b0390a41660005260066020526040600020918254906801000000000000000082101561106b57610fe5826020956001610a839501815561389d565b601f1982169783600052816000209860005b8181106121a25750916001600160401b0397989991846001959410612189575b505050811b0190556120cd565b015160001960f88460031b161c1916905588808061217c565b838301518b556001909a01996020938401930161215c565b61ffff9150604001511615158a611ea6565b607f10908115612208575b81156121f3575b5015611eac578063ab9ab4bd60e01b60049252fd5b6105a09150604061ffff91015116118a6121de565b905061ffff60208201511661ffff6040830151161115906121d7565b637f3606df60e01b845260045260245250604490fd5b634022bc5560e01b8352600452602482fd5b612265915060203d6020116111d0576111c28183613228565b86611e3b565b6040513d86823e3d90fd5b61228f915060203d6020116106e7576106d98183613228565b8a611e05565b60405163835ff0d560e01b815260206004820152600560248201527f64657074680000000000000000000000000000000000000000000000000000006044820152606490fd5b606460405163835ff0d560e01b815260206004820152600560248201527f686f7572730000000000000000000000000000000000000000000000000000006044820152fd5b60405163835ff0d560e01b815260206004820152600660248201527f77696e646f7700000000000000000000000000000000000000000000000000006044820152606490fd5b905065ffffffffffff61237b6064850161374c565b9160d01c9116118a611d79565b60405163835ff0d560e01b815260206004820152600760248201527f616374696f6e73000000000000000000000000000000000000000000000000006044820152606490fd5b6001600160401b03887fa515792a000000000000000000000000000000000000000000000000000000006000521660045260245260446000fd5b6124149192508b6143b5565b148b80611d1a565b612435915060203d6020116111d0576111c28183613228565b89611ce8565b6001600160401b03847f8dd8cd6100000000000000000000000000000000000000000000000000000000600052166004523360245260446000fd5b346101a157602061067761248936612f53565b90336144ce565b346101a15760603660031901126101a1576124a9612e89565b6024356001600160401b0381116101a1576124c8903690600401612dee565b6044356001600160401b0381116101a1576124e7903690600401612f26565b926124f185614131565b9261250061099b36838561361e565b908151600186019560ff875460081c168214918215926125b6575b50506115c357612530926114c991369161361e565b821580156125ab575b6112cf577f104a5f37361db826f016cced6fdb58b157c437a78ce097a7bfb2433987af1f09916203000062ff00001982541617905561257784613d6e565b926108206125926040519384936040855260408501916136e8565b82810360208401526001600160401b03339716956130c1565b506102008311612539565b60029192506125c590856143b5565b9101541415888061251b565b346101a1576125e261140636612e9f565b604051600b8210156113b0576020918152f35b346101a15760003660031901126101a1576020604051603c8152f35b346101a15760403660031901126101a1576004356001600160401b0381116101a157612641903690600401612dee565b602435918215158093036101a15760405190637004af0760e11b82523360048301526020826024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9182156106ee57600092612d75575b508115612d505781600052600360205260406000209360088411612d3f57600185019485546000875580612c29575b50805461ffff1916600883901b61ff0016176001179055929390929036849003609e19019060005b86811015612bf35760008160051b87013584811215612bef578701608081016127248183613709565b905060088111612be057602083019560ff61273e8861373e565b16158015612bcb575b8015612bb5575b8015612b9e575b612b8b57606084019160ff6127698461373e565b16158015612b77575b612acd57855b818110612ae057505061279161099b6109948680613709565b9761279c8951613eea565b99869c879288935b8c51851015612804578e8e6127ea8f936127bf898096613f1c565b5160405190602082019283526040820152604081526127df606082613228565b519020978892613f1c565b5285146127fb575b600101936127a4565b60019f506127f2565b509a509a929d9895949391509b15612acd578c5468010000000000000000811015612ab9579060ff61284a8f8461284391600161287e97018155613f30565b509761373e565b1660ff198754161786556128796128636040870161373e565b875461ff00191660089190911b61ff0016178755565b61373e565b62ff000085549160101b169062ff00001916178455600184018151916001600160401b038311612ab957680100000000000000008311612ab9578154838355808410612a8e575b5060200190865260208620865b838110612a7a57505050506128e79082613709565b9060028401906001600160401b038311612a6657680100000000000000008311612a66578154838355808410612a4a575b5090855260208520855b838110612a2f575050505061293f61120961099483600394613709565b9101918151916001600160401b038311612a1b576129678361296186546138dd565b86613934565b602091601f84116001146129b457600195949361299a939092836129a95750508160011b916000199060031b1c19161790565b90555b019590959492946126fb565b015190508c80610f33565b9190601f198416858452828420935b818110612a035750916001969594929183889593106129ea575b505050811b01905561299d565b015160001960f88460031b161c191690558b80806129dd565b929360206001819287860151815501950193016129c3565b602482634e487b7160e01b81526041600452fd5b6001906020612a3d85613ed6565b9401938184015501612922565b612a6090838852848060208a2001910390613917565b8d612918565b602486634e487b7160e01b81526041600452fd5b6001906020845194019381840155016128d2565b828852838060208a2001910390885b828110612aab5750506128c5565b6001908a8184015501612a9d565b602487634e487b7160e01b81526041600452fd5b60248688633c99759b60e21b8252600452fd5b612afc612af782612af1888a613709565b90613ec6565b613ed6565b81612b30576001600160a01b0380895b1691161115612b1d57600101612778565b60248789633c99759b60e21b8252600452fd5b612b3a8688613709565b600019840191848311612b6357612af76001600160a01b03938493612b5e93613ec6565b612b0c565b60248b634e487b7160e01b81526011600452fd5b508060ff612b848561373e565b1611612772565b60248587633c99759b60e21b8252600452fd5b5060c1612bad6040860161373e565b161515612755565b5060ff612bc46040860161373e565b161561274e565b50603f60ff612bd98961373e565b1611612747565b600484636b2d630f60e11b8152fd5b5080fd5b84878560405191825260208201527f8d6282c53825c2e9add54e202368af27418eb25ba6ecfbb4d9d8d7f08f03183460403392a3005b8060021b907f3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8116036111e25786600052602060002060005b828110612c705750506126d3565b80820160008155600181018054906000815581612d19575b50509060038260026004940180546000825580612d01575b505001612cad81546138dd565b9081612cbc575b505001612c62565b81601f60009311600114612cd45750555b8a80612cb4565b81835260208320612cf191601f0160051c84190190600101613917565b8082528160208120915555612ccd565b612d12916000526020600020613917565b8c80612ca0565b600052602060002060005b828110612d315750612c88565b600082820155600101612d24565b636b2d630f60e11b60005260046000fd5b606460405163600c7c9960e01b81523360048201526040602482015260006044820152fd5b90916020823d602011612da4575b81612d9060209383613228565b81010312612da157505190846126a4565b80fd5b3d9150612d83565b346101a15760003660031901126101a1576020906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b9181601f840112156101a1578235916001600160401b0383116101a1576020808501948460051b0101116101a157565b600435906001600160a01b03821682036101a157565b6024359060ff821682036101a157565b359060ff821682036101a157565b6044359065ffffffffffff821682036101a157565b359065ffffffffffff821682036101a157565b359061ffff821682036101a157565b600435906001600160401b03821682036101a157565b9060c06003198301126101a1576004356001600160a01b03811681036101a15791602435906001600160401b0382116101a157612ede91600401612dee565b909160443560ff811681036101a1579060643565ffffffffffff811681036101a1579060843561ffff811681036101a1579060a4356001600160401b03811681036101a15790565b9181601f840112156101a1578235916001600160401b0383116101a157602083818601950101116101a157565b9060406003198301126101a1576004356001600160401b03811681036101a15791602435906001600160401b0382116101a1576101009082900360031901126101a15760040190565b60005b838110612faf5750506000910152565b8181015183820152602001612f9f565b90602091612fd881518092818552858086019101612f9c565b601f01601f1916010190565b906001600160401b0382511681526001600160401b0360208301511660208201526001600160a01b0360408301511660408201526001600160a01b03606083015116606082015261018061014061304c60808501516101a060808601526101a0850190612fbf565b9360ff60a08201511660a085015265ffffffffffff60c08201511660c085015265ffffffffffff60e08201511660e085015261ffff604061010083015160ff815116610100880152826020820151166101208801520151168285015260ff610120820151166101608501520151151591015290565b906001600160401b0382511681526001600160a01b03602083015116602082015261315861314661310360408501516101406040860152610140850190612fbf565b60ff606086015116606085015265ffffffffffff608086015116608085015265ffffffffffff60a08601511660a085015260c085015184820360c0860152612fbf565b60e084015183820360e0850152612fbf565b916101008101519060048210156113b0576101206001600160401b0391819361010086015201511691015290565b906020808351928381520192019060005b8181106131a45750505090565b8251845260209384019390920191600101613197565b606081019081106001600160401b0382111761106b57604052565b60c081019081106001600160401b0382111761106b57604052565b61016081019081106001600160401b0382111761106b57604052565b61014081019081106001600160401b0382111761106b57604052565b90601f801991011681019081106001600160401b0382111761106b57604052565b908160209103126101a157516001600160a01b03811681036101a15790565b908160209103126101a1575180151581036101a15790565b6001600160401b03811161106b5760051b60200190565b9291906132a381613280565b936132b16040519586613228565b602085838152019160051b81019283116101a157905b8282106132d357505050565b81358152602091820191016132c7565b906040516132f0816131ba565b604061ffff82945460ff81168452818160081c16602085015260181c16910152565b9193909594929460ff8616158015613612575b61360657841580156135fc575b6135f0576001600160401b031680156134f95760005260006020526040600020946001860154926001600160a01b0384169081156134eb576001600160a01b03168091036134de5760405190639f8a13d760e01b825260048201526020816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156106ee576000916134bf575b50156134b35785549060ff8260f01c1660028801546133ee36898c613297565b918083511015928361349f575b505050156134925760ff809260e01c161916166134875765ffffffffffff1665ffffffffffff8260a01c168110918215613479575b50506134705761344b90613446600385016132e3565b613f4c565b15613468576134659261345f913691613297565b90613fc4565b90565b505050600790565b50505050600690565b60d01c111590503880613430565b505050505050600590565b5050505050505050600490565b6134aa9293506143b5565b143880806133fb565b50505050505050600390565b6134d8915060203d6020116111d0576111c28183613228565b386133ce565b5050505050505050600290565b505050505050505050600190565b50506001600160a01b031680151594909350905083613527575b50505060001461352257600090565b600190565b909192506040519163c7040cc360e01b8352602060048401528060248401527f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81116101a157604483602093819360051b80918484013781010301816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa80156106ee576001600160a01b03916000916135d1575b501614388080613513565b6135ea915060203d6020116106e7576106d98183613228565b386135c6565b50505050505050600490565b5060088511613332565b50505050505050600590565b5060c086161515613325565b9291909261362b84613280565b936136396040519586613228565b602085828152019060051b8201918383116101a15780915b83831061365f575050505050565b82356001600160401b0381116101a157820185601f820112156101a15780359160006001600160401b0384116136d457506040516136a7601f8501601f191660200182613228565b83815287602085850101116101a15760006020858196828097018386013783010152815201920191613651565b80634e487b7160e01b602492526041600452fd5b908060209392818452848401376000828201840152601f01601f1916010190565b903590601e19813603018212156101a157018035906001600160401b0382116101a157602001918160051b360383136101a157565b3560ff811681036101a15790565b3565ffffffffffff811681036101a15790565b91908260609103126101a157604051613777816131ba565b60406137a181839561378881612e44565b855261379660208201612e7a565b602086015201612e7a565b910152565b919091610100818403126101a157604051906137c1826131d5565b819381356001600160401b0381116101a15782019080601f830112156101a15760a09261383b826137fd60e0948660206137a19835910161361e565b875261380b60208401612e44565b602088015261381c60408401612e67565b604088015261382d60608401612e67565b60608801526080830161375f565b608086015201612e44565b90600754821015613887576007600052600282901c7fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c688019160031b60181690565b634e487b7160e01b600052603260045260246000fd5b919091805483101561388757600052601860206000208360021c019260031b1690565b6001600160401b03166001600160401b0381146111e25760010190565b90600182811c9216801561390d575b60208310146138f757565b634e487b7160e01b600052602260045260246000fd5b91607f16916138ec565b60005b82811061392657505050565b60008282015560010161391a565b91601f821161394257505050565b80821161394e57505050565b61397b926000526020600020916020601f830160051c921061397d575b601f82910160051c039101613917565b565b6000915061396b565b908160209103126101a1575160068110156101a15790565b602081526101208101918035601e19823603018112156101a1578101803560208201946001600160401b0382116101a1578160051b9081360387136101a15791809192610100602088015252610140808601928601019592600090603e19813603015b838310613aa75750505050505060ff613aa060e08383613a2660206101009701612e44565b16604087015265ffffffffffff613a3f60408301612e67565b16606087015265ffffffffffff613a5860608301612e67565b16608087015283613a6b60808301612e44565b1660a087015261ffff613a8060a08301612e7a565b1660c087015261ffff613a9560c08301612e7a565b168287015201612e44565b1691015290565b90919293949761013f198882030186528835828112156101a157830190604060208301359201916001600160401b0381116101a15780360383136101a157613af560209283926001956136e8565b9a0196019493019190613a01565b90604051613b2781613b1960208201948561399e565b03601f198101835282613228565b519020604051906001600160401b03602083019360a08552601960c08501527f637573746f733a20617070726f7665206120726571756573740000000000000060e085015246604085015230606085015216608083015260a082015260e08152613b9361010082613228565b51902090565b9060405191826000825492613bad846138dd565b8084529360018116908115613c195750600114613bd2575b5061397b92500383613228565b90506000929192526020600020906000915b818310613bfd57505090602061397b9282010138613bc5565b6020919350806001915483858901015201910190918492613be4565b90506020925061397b94915060ff191682840152151560051b82010138613bc5565b6000610140604051613c4c816131f0565b828152826020820152826040820152826060820152606060808201528260a08201528260c08201528260e0820152604051613c86816131ba565b838152836020820152836040820152610100820152826101208201520152613cad81614850565b613d3e600382549260018101546001600160401b0360405196613ccf886131f0565b1686526001600160401b038560a01c1660208701526001600160a01b03851660408701526001600160a01b0381166060870152613d0e60048301613b99565b608087015260ff8560e01c1660a087015265ffffffffffff8160a01c1660c087015260d01c60e0860152016132e3565b61010083015260ff8160e81c1661012083015260f81c151561014082015290565b60001981146111e25760010190565b6001600160401b03906000610120604051613d888161320c565b828152826020820152606060408201528260608201528260808201528260a0820152606060c0820152606060e082015282610100820152015216806000526001602052604060002060018101549060ff8260101c169060048210156113b0578115613e7f5790613e676005836001600160401b0395945460405197613e0c8961320c565b88526001600160a01b0381166020890152613e2960038301613b99565b604089015260ff8616606089015265ffffffffffff8160a01c16608089015260d01c60a0880152613e5c60048201613b99565b60c088015201613b99565b60e085015261010084015260181c1661012082015290565b8363b2064e1560e01b60005260045260246000fd5b903590601e19813603018212156101a157018035906001600160401b0382116101a1576020019181360383136101a157565b91908110156138875760051b0190565b356001600160a01b03811681036101a15790565b90613ef482613280565b613f016040519182613228565b8281528092613f12601f1991613280565b0190602036910137565b80518210156138875760209160051b010190565b80548210156138875760005260206000209060021b0190600090565b9060ff82511615613fbd5761ffff169061ffff6105a0818185041693061690600783109283613fa8575b5082613f95575b82613f8757505090565b6040015161ffff1611919050565b602081015161ffff168210159250613f7d565b815160ff16901c600190811614925038613f76565b5050600190565b906000916001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016905b60038411156140065750505050600190565b548060f81c614128576001600160401b038160a01c169081156140a0576001600160a01b0360405191639f8a13d760e01b8352166004820152602081602481865afa9081156106ee57600091614082575b5015614079576000526000602052614073604060002093613d5f565b92613ff4565b50505050600990565b61409a915060203d81116111d0576111c28183613228565b38614057565b9290506140cd9350602091604051808096819463c7040cc360e01b83528660048401526024830190613186565b03915afa9182156106ee576000926140fd575b506001600160a01b039182169116036140f857600090565b600a90565b6001600160a01b03919250614120829160203d81116106e7576106d98183613228565b9291506140e0565b50505050600890565b6001600160401b03169081600052600160205260406000209160ff600184015460101c1660048110156113b057801561419c576000190161416f5750565b7f920823a60000000000000000000000000000000000000000000000000000000060005260045260246000fd5b5063b2064e1560e01b60005260045260246000fd5b908151801580156143ab575b61429c576141ca81613eea565b9260005b8281106141da57505050565b6141e48183613f1c565b518051801580156143a1575b61429c5760005b81811061421c57505090816020600193519101206142158288613f1c565b52016141ce565b8251811015613887577fff0000000000000000000000000000000000000000000000000000000000000060208285010151167f61000000000000000000000000000000000000000000000000000000000000008110159081614376575b811561431a575b81156142f0575b81156142c6575b501561429c576001016141f7565b7f64325c910000000000000000000000000000000000000000000000000000000060005260046000fd5b7f5f000000000000000000000000000000000000000000000000000000000000009150143861428e565b7f2d0000000000000000000000000000000000000000000000000000000000000081149150614287565b90507f30000000000000000000000000000000000000000000000000000000000000008110158061434c575b90614280565b507f3900000000000000000000000000000000000000000000000000000000000000811115614346565b7f7a000000000000000000000000000000000000000000000000000000000000008111159150614279565b50603f81116141f0565b50600881116141bd565b6000929183915b8183106143c857505050565b9091936001906143d88684613f1c565b5160405190602082019283526040820152604081526143f8606082613228565b519020940191906143bc565b602061442b916040518093819263c7040cc360e01b83528460048401526024830190613186565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156106ee576000916144af575b506001600160a01b033391160361447c5750565b61448861124891614f6a565b60405191829163600c7c9960e01b8352336004840152604060248401526044830190612fbf565b6144c8915060203d6020116106e7576106d98183613228565b38614468565b9092916144da84614131565b936144eb61099b6109948480613709565b600186019586549360ff8560081c1660028301548185511015918261483c575b5050156115c3576040519163c7040cc360e01b835260206004840152602083806145386024820188613186565b03816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9283156106ee5760009361481b575b506001600160a01b038316156148085760ff6020830196816145968961373e565b9116191616612388576145ab6040830161374c565b9681549765ffffffffffff808a60a01c1691161080156147e8575b6123205760ff6145d860e0850161373e565b16612295576001600160a01b03808216981688146147b1576145f98161507e565b1561479c57604051602081019061461481613b19878561399e565b5190206001600160401b0387169788600052600460205260406000208260005260205260406000208a60005260205260ff6040600020541661476a57856146ce9392896146c88a948e8e8060005260046020526040600020866000526020526040600020826000526020526040600020600160ff198254161790557f20e4568f948cf8b73c90e5b67610369d4c1aae70a1c388bf6cda6a08951d54e76146c08d6040519182918261399e565b0390a361373e565b94615181565b1561475d576147589361073b937fd66ecd2c7df4622b790729955948e8e8bd6a34e6db013b519c94a679a1af99af96936147276001600160a01b0361472d958e6202000062ff00001982541617905554169136906137a6565b91614b11565b88546affffffffffffffff0000001916601882901b6affffffffffffffff0000001617909855613d6e565b0390a3565b5060009750505050505050565b89897ff2bb0f100000000000000000000000000000000000000000000000000000000060005260045260245260446000fd5b87634022bc5560e01b60005260045260246000fd5b6001600160401b03867fbc90d98c000000000000000000000000000000000000000000000000000000006000521660045260246000fd5b506147f56060840161374c565b65ffffffffffff8960d01c9116116145c6565b61124861128f6112096109948580613709565b61483591935060203d6020116106e7576106d98183613228565b9138614575565b614848919250856143b5565b14388061450b565b6001600160401b0316908160005260006020526040600020916001600160a01b036001840154161561487f5750565b7f3beeafc20000000000000000000000000000000000000000000000000000000060005260045260246000fd5b9060ff81511615613fbd5760ff82511615614912575b60ff8251818351161916161591826148f6575b826148df57505090565b61ffff809293506040809201511692015116101590565b915061ffff60208301511661ffff6020830151161115916148d5565b9050604051614920816131ba565b607f8152600060208201526105a06040820152906148c2565b9391906001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016906001600160a01b03604051936352ebc13f60e11b8552166004840152602083602481855afa9283156106ee57600093614ae3575b506001600160a01b0360246020926040519485938492637004af0760e11b84521660048301525afa9081156106ee57600091614ab1575b506000526003602052604060002092602081019260016149fb846149f58761373e565b8861559a565b9501918254956000905b87821080614aa9575b15614a4c5750614a1e8185613f30565b50614a288761373e565b60068710156113b05786614a40918b614a469461568c565b91613d5f565b90614a05565b955050945094505050614a5c5750565b614a6f6112096109948361124894613709565b6040519182917f5c522d10000000000000000000000000000000000000000000000000000000008352602060048401526024830190612fbf565b508015614a0e565b90506020813d602011614adb575b81614acc60209383613228565b810103126101a15751386149d2565b3d9150614abf565b60209193506024614b086001600160a01b0392843d86116113ee576113e08183613228565b9492505061499b565b909193926001600160a01b0360405193639f8a13d760e01b855216928360048201526020816024816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156106ee57600091614f4b575b5015614f365760208501614b8b60ff82511661502d565b604086019065ffffffffffff82511696606081019765ffffffffffff8951169081811015611b93575050608081018051805160ff1680614edc575061ffff6020820151161590811591614eca575b50614eb9575b60a082019460ff86511660038111614ea5575060025495614c086001600160401b0388166138c0565b956001600160401b03871680986001600160401b03191617600255869b8860005260006020526040600020966001600160a01b038b1688546001600160a01b0319161788558754905160e01b60ff60e01b16935160e81b60ff60e81b168551948560f01b60ff60f01b16927fff0000000000000000000000ffffffffffffffffffffffffffffffffffffffff16171717875560018701918b83546001600160a01b0319161783555165ffffffffffff16614ce190839065ffffffffffff60a01b1965ffffffffffff60a01b83549260a01b169116179055565b5181546001600160d01b031660d09190911b6001600160d01b031916179055614d09916143b5565b6002840155516003830190805160ff1660ff1660ff198354161782556020810151908254906040015160181b64ffff000000169160081b62ffff00169064ffffffff0019161717905551614d5c90614f6a565b90600401908051906001600160401b03821161106b57614d8082610f1185546138dd565b602090601f8311600114614e105792614ddf83614de6947f092ab2bf83a660ef4082f45ce6a5ef0ad13bd2deedc86a839c36354737d0e55e97946001600160a01b0397600092614e055750508160011b916000199060031b1c19161790565b9055613c3b565b93614e006040519283926020845216956020830190612fe4565b0390a4565b015190503880610f33565b90601f1983169184600052816000209260005b818110614e8d5750937f092ab2bf83a660ef4082f45ce6a5ef0ad13bd2deedc86a839c36354737d0e55e96936001600160a01b03969360019383614de69810614e74575b505050811b019055613c3b565b015160001960f88460031b161c19169055388080614e67565b92936020600181928786015181550195019301614e23565b6365906b4d60e11b60005260045260246000fd5b63ab9ab4bd60e01b60005260046000fd5b61ffff91506040015116151538614bd9565b607f10908115614f1a575b8115614f05575b5015614bdf5763ab9ab4bd60e01b60005260046000fd5b6105a09150604061ffff910151161138614eee565b905061ffff60208201511661ffff604083015116111590614ee7565b82634022bc5560e01b60005260045260246000fd5b614f64915060203d6020116111d0576111c28183613228565b38614b74565b90815180156150155782511561388757916020810151926001915b818310614f9157505050565b90919360019061500c82614fa58886613f1c565b519260206040519482614fc18794518092858088019101612f9c565b83017f2f0000000000000000000000000000000000000000000000000000000000000083820152614ffb8251809385602185019101612f9c565b01010301601f198101835282613228565b94019190614f85565b509050604051615026602082613228565b6000815290565b60ff8116908115908115615071575b506150445750565b7f9c7711e90000000000000000000000000000000000000000000000000000000060005260045260246000fd5b60c091501615153861503c565b6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000166001600160a01b0360405192637004af0760e11b84521691826004820152602081602481855afa9081156106ee57600091615137575b5015918215926150ed57505090565b6020919250602460405180948193639f8a13d760e01b835260048301525afa9081156106ee5760009161511e575090565b613465915060203d6020116111d0576111c28183613228565b90506020813d602011615161575b8161515260209383613228565b810103126101a15751386150de565b3d9150615145565b80548210156138875760005260206000200190600090565b939195949290926001600160401b036001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169416938460005260016020526001600160a01b0360406000205416604051906352ebc13f60e11b82526004820152602081602481855afa9081156106ee5760009161557b575b506001600160a01b0360405194637004af0760e11b86521693846004820152602081602481865afa9081156106ee57600091615549575b50600052600360205260406000209286600052600460205260406000208a60005260205260406000209260019a61526f84848861559a565b6153c85750506000956001600095019283549360005b8581106152da57505050505050506000146152c75750155b6152a5575050565b6001600160a01b039250630f844c1160e31b6000526004521660245260446000fd5b90506001600160a01b038316141561529d565b6152e48183613f30565b509760068410156113b0576152fb8487878c61568c565b156153be575060019761530e8d8261570b565b6153b5575b6000906002810180548b845b82811061534b575050505060ff905460101c1611615342575b6001905b01615285565b60009d50615338565b8c60ff60406001600160a01b036153628589615169565b90549060031b1c16926000906001600160a01b038516825260205220541690816153a5575b50615395575b018c9061531f565b9461539f90613d5f565b9461538d565b6153af915061507e565b38615387565b99508799615313565b975060019061533c565b96509792969498995050506001600160a01b0391501685810361549e575b5060005260056020526040600020906000526020526001600160a01b0360406000205416908360005260205260ff604060002054169283615493575b508261542d57505090565b6020919250602460405180948193637004af0760e11b835260048301525afa9081156106ee57600091615461575b50151590565b90506020813d60201161548b575b8161547c60209383613228565b810103126101a157513861545b565b3d915061546f565b811415925038615422565b604051637004af0760e11b8152816004820152602081602481895afa9081156106ee57600091615517575b50156154ff578160005260056020526040600020836000526020526040600020906001600160a01b0319825416179055386153e6565b90630f844c1160e31b60005260045260245260446000fd5b90506020813d602011615541575b8161553260209383613228565b810103126101a15751386154c9565b3d9150615525565b90506020813d602011615573575b8161556460209383613228565b810103126101a1575138615237565b3d9150615557565b615594915060203d6020116113ee576113e08183613228565b38615200565b5460ff16159182615676575b5081615669575b50806155b65790565b506040517f8de6262e0000000000000000000000000000000000000000000000000000000081526020816004816001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165afa9081156106ee5760009161562a575b5061ffff600191161190565b6020813d602011615661575b8161564360209383613228565b81010312612bef57519061ffff82168203612da1575061ffff61561e565b3d9150615636565b60019150161515386155ad565b90915060068110156113b05760041490386155a6565b91909260ff835492831616159182156156f3575b50506156ec5760010180549180518381106156e2575b50826156c1916143b5565b9160001981019081116111e2576156d791615169565b90549060031b1c1490565b92506156c16156b6565b5050600090565b6001925060ff809160081c1691161c161538806156a0565b6002018054916001600160a01b03169060005b83811061572e5750505050600090565b826001600160a01b036157418385615169565b90549060031b1c16146157565760010161571e565b5050505060019056",
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

// PackGLASSSLACK is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09bd04a8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function GLASS_SLACK() view returns(uint48)
func (capabilities *Capabilities) PackGLASSSLACK() []byte {
	enc, err := capabilities.abi.Pack("GLASS_SLACK")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGLASSSLACK is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09bd04a8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function GLASS_SLACK() view returns(uint48)
func (capabilities *Capabilities) TryPackGLASSSLACK() ([]byte, error) {
	return capabilities.abi.Pack("GLASS_SLACK")
}

// UnpackGLASSSLACK is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x09bd04a8.
//
// Solidity: function GLASS_SLACK() view returns(uint48)
func (capabilities *Capabilities) UnpackGLASSSLACK(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("GLASS_SLACK", data)
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

// PackAcknowledge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x50fe63c3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acknowledge(uint64 number, string[] resource) returns()
func (capabilities *Capabilities) PackAcknowledge(number uint64, resource []string) []byte {
	enc, err := capabilities.abi.Pack("acknowledge", number, resource)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcknowledge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x50fe63c3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acknowledge(uint64 number, string[] resource) returns()
func (capabilities *Capabilities) TryPackAcknowledge(number uint64, resource []string) ([]byte, error) {
	return capabilities.abi.Pack("acknowledge", number, resource)
}

// PackApprovalChallenge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6182671a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approvalChallenge(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) view returns(bytes32)
func (capabilities *Capabilities) PackApprovalChallenge(number uint64, terms CapabilitiesTerms) []byte {
	enc, err := capabilities.abi.Pack("approvalChallenge", number, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprovalChallenge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6182671a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approvalChallenge(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) view returns(bytes32)
func (capabilities *Capabilities) TryPackApprovalChallenge(number uint64, terms CapabilitiesTerms) ([]byte, error) {
	return capabilities.abi.Pack("approvalChallenge", number, terms)
}

// UnpackApprovalChallenge is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6182671a.
//
// Solidity: function approvalChallenge(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) view returns(bytes32)
func (capabilities *Capabilities) UnpackApprovalChallenge(data []byte) ([32]byte, error) {
	out, err := capabilities.abi.Unpack("approvalChallenge", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x29b6566b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 granted)
func (capabilities *Capabilities) PackApprove(number uint64, terms CapabilitiesTerms) []byte {
	enc, err := capabilities.abi.Pack("approve", number, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x29b6566b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 granted)
func (capabilities *Capabilities) TryPackApprove(number uint64, terms CapabilitiesTerms) ([]byte, error) {
	return capabilities.abi.Pack("approve", number, terms)
}

// UnpackApprove is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x29b6566b.
//
// Solidity: function approve(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms) returns(uint64 granted)
func (capabilities *Capabilities) UnpackApprove(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("approve", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackApproveByPasskey is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd7c0346f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approveByPasskey(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms, (bytes32[2],bytes,bytes,bytes32[2]) assertion) returns(uint64 granted)
func (capabilities *Capabilities) PackApproveByPasskey(number uint64, terms CapabilitiesTerms, assertion CapabilitiesAssertion) []byte {
	enc, err := capabilities.abi.Pack("approveByPasskey", number, terms, assertion)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApproveByPasskey is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd7c0346f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approveByPasskey(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms, (bytes32[2],bytes,bytes,bytes32[2]) assertion) returns(uint64 granted)
func (capabilities *Capabilities) TryPackApproveByPasskey(number uint64, terms CapabilitiesTerms, assertion CapabilitiesAssertion) ([]byte, error) {
	return capabilities.abi.Pack("approveByPasskey", number, terms, assertion)
}

// UnpackApproveByPasskey is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd7c0346f.
//
// Solidity: function approveByPasskey(uint64 number, (string[],uint8,uint48,uint48,(uint8,uint16,uint16),uint8) terms, (bytes32[2],bytes,bytes,bytes32[2]) assertion) returns(uint64 granted)
func (capabilities *Capabilities) UnpackApproveByPasskey(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("approveByPasskey", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackBreakGlass is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5b9577ff.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function breakGlass(string[] resource, uint8 actions, uint48 duration, string reason) returns(uint64 number)
func (capabilities *Capabilities) PackBreakGlass(resource []string, actions uint8, duration *big.Int, reason string) []byte {
	enc, err := capabilities.abi.Pack("breakGlass", resource, actions, duration, reason)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBreakGlass is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5b9577ff.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function breakGlass(string[] resource, uint8 actions, uint48 duration, string reason) returns(uint64 number)
func (capabilities *Capabilities) TryPackBreakGlass(resource []string, actions uint8, duration *big.Int, reason string) ([]byte, error) {
	return capabilities.abi.Pack("breakGlass", resource, actions, duration, reason)
}

// UnpackBreakGlass is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5b9577ff.
//
// Solidity: function breakGlass(string[] resource, uint8 actions, uint48 duration, string reason) returns(uint64 number)
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
// Solidity: function capability(uint64 number) view returns((uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool))
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
// Solidity: function capability(uint64 number) view returns((uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool))
func (capabilities *Capabilities) TryPackCapability(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("capability", number)
}

// UnpackCapability is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9efe2955.
//
// Solidity: function capability(uint64 number) view returns((uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool))
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

// PackChildAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf10d897f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function childAt(uint64 number, uint256 index) view returns(uint64)
func (capabilities *Capabilities) PackChildAt(number uint64, index *big.Int) []byte {
	enc, err := capabilities.abi.Pack("childAt", number, index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChildAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf10d897f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function childAt(uint64 number, uint256 index) view returns(uint64)
func (capabilities *Capabilities) TryPackChildAt(number uint64, index *big.Int) ([]byte, error) {
	return capabilities.abi.Pack("childAt", number, index)
}

// UnpackChildAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf10d897f.
//
// Solidity: function childAt(uint64 number, uint256 index) view returns(uint64)
func (capabilities *Capabilities) UnpackChildAt(data []byte) (uint64, error) {
	out, err := capabilities.abi.Unpack("childAt", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackChildCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9dd4d1d4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function childCount(uint64 number) view returns(uint256)
func (capabilities *Capabilities) PackChildCount(number uint64) []byte {
	enc, err := capabilities.abi.Pack("childCount", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChildCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9dd4d1d4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function childCount(uint64 number) view returns(uint256)
func (capabilities *Capabilities) TryPackChildCount(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("childCount", number)
}

// UnpackChildCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9dd4d1d4.
//
// Solidity: function childCount(uint64 number) view returns(uint256)
func (capabilities *Capabilities) UnpackChildCount(data []byte) (*big.Int, error) {
	out, err := capabilities.abi.Unpack("childCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
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
// the contract method with ID 0x21b22e91.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deny(uint64 number, string[] resource, string reason) returns()
func (capabilities *Capabilities) PackDeny(number uint64, resource []string, reason string) []byte {
	enc, err := capabilities.abi.Pack("deny", number, resource, reason)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeny is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x21b22e91.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deny(uint64 number, string[] resource, string reason) returns()
func (capabilities *Capabilities) TryPackDeny(number uint64, resource []string, reason string) ([]byte, error) {
	return capabilities.abi.Pack("deny", number, resource, reason)
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
// the contract method with ID 0xfdc7691b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function glassOf(address principal) view returns(uint64)
func (capabilities *Capabilities) PackGlassOf(principal common.Address) []byte {
	enc, err := capabilities.abi.Pack("glassOf", principal)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGlassOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfdc7691b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function glassOf(address principal) view returns(uint64)
func (capabilities *Capabilities) TryPackGlassOf(principal common.Address) ([]byte, error) {
	return capabilities.abi.Pack("glassOf", principal)
}

// UnpackGlassOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfdc7691b.
//
// Solidity: function glassOf(address principal) view returns(uint64)
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
// Solidity: function requestOf(uint64 number) view returns((uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64))
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
// Solidity: function requestOf(uint64 number) view returns((uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64))
func (capabilities *Capabilities) TryPackRequestOf(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("requestOf", number)
}

// UnpackRequestOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbce43d63.
//
// Solidity: function requestOf(uint64 number) view returns((uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64))
func (capabilities *Capabilities) UnpackRequestOf(data []byte) (CapabilitiesRequest, error) {
	out, err := capabilities.abi.Unpack("requestOf", data)
	if err != nil {
		return *new(CapabilitiesRequest), err
	}
	out0 := *abi.ConvertType(out[0], new(CapabilitiesRequest)).(*CapabilitiesRequest)
	return out0, nil
}

// PackRevoke is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa954d8e0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function revoke(uint64 number) returns()
func (capabilities *Capabilities) PackRevoke(number uint64) []byte {
	enc, err := capabilities.abi.Pack("revoke", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRevoke is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa954d8e0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function revoke(uint64 number) returns()
func (capabilities *Capabilities) TryPackRevoke(number uint64) ([]byte, error) {
	return capabilities.abi.Pack("revoke", number)
}

// PackRulesOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf62983f0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rulesOf(bytes32 domain) view returns((uint8,uint8,uint8,bytes32[],address[],string)[] rules, bool written, bool sealed_)
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
// Solidity: function rulesOf(bytes32 domain) view returns((uint8,uint8,uint8,bytes32[],address[],string)[] rules, bool written, bool sealed_)
func (capabilities *Capabilities) TryPackRulesOf(domain [32]byte) ([]byte, error) {
	return capabilities.abi.Pack("rulesOf", domain)
}

// RulesOfOutput serves as a container for the return parameters of contract
// method RulesOf.
type RulesOfOutput struct {
	Rules   []RulesStored
	Written bool
	Sealed  bool
}

// UnpackRulesOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf62983f0.
//
// Solidity: function rulesOf(bytes32 domain) view returns((uint8,uint8,uint8,bytes32[],address[],string)[] rules, bool written, bool sealed_)
func (capabilities *Capabilities) UnpackRulesOf(data []byte) (RulesOfOutput, error) {
	out, err := capabilities.abi.Unpack("rulesOf", data)
	outstruct := new(RulesOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Rules = *abi.ConvertType(out[0], new([]RulesStored)).(*[]RulesStored)
	outstruct.Written = *abi.ConvertType(out[1], new(bool)).(*bool)
	outstruct.Sealed = *abi.ConvertType(out[2], new(bool)).(*bool)
	return *outstruct, nil
}

// PackSetRules is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x071ffcec.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setRules((string[],uint8,uint8,uint8,address[])[] rules, bool sealed_) returns()
func (capabilities *Capabilities) PackSetRules(rules []RulesRule, sealed bool) []byte {
	enc, err := capabilities.abi.Pack("setRules", rules, sealed)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetRules is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x071ffcec.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setRules((string[],uint8,uint8,uint8,address[])[] rules, bool sealed_) returns()
func (capabilities *Capabilities) TryPackSetRules(rules []RulesRule, sealed bool) ([]byte, error) {
	return capabilities.abi.Pack("setRules", rules, sealed)
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
// Solidity: event Approved(uint64 indexed number, address indexed by, (uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64) request)
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
// Solidity: event Denied(uint64 indexed number, address indexed by, string reason, (uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64) request)
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
// Solidity: event GlassBroken(uint64 indexed number, address indexed principal, string reason, (uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool) capability)
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
// Solidity: event Granted(uint64 indexed number, address indexed grantor, address indexed grantee, (uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool) capability)
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
// Solidity: event Requested(uint64 indexed number, address indexed principal, (uint64,address,string,uint8,uint48,uint48,string,string,uint8,uint64) request)
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
// Solidity: event Revoked(uint64 indexed number, address indexed by, (uint64,uint64,address,address,string,uint8,uint48,uint48,(uint8,uint16,uint16),uint8,bool) capability)
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
	if bytes.Equal(raw[:4], capabilities.abi.Errors["NotAnAuthority"].ID.Bytes()[:4]) {
		return capabilities.UnpackNotAnAuthorityError(raw[4:])
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
	if bytes.Equal(raw[:4], capabilities.abi.Errors["OwnRequest"].ID.Bytes()[:4]) {
		return capabilities.UnpackOwnRequestError(raw[4:])
	}
	if bytes.Equal(raw[:4], capabilities.abi.Errors["TooMany"].ID.Bytes()[:4]) {
		return capabilities.UnpackTooManyError(raw[4:])
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
	Duration *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadGlass(uint48 duration)
func CapabilitiesBadGlassErrorID() common.Hash {
	return common.HexToHash("0xb68b0ec97b9e4ce9cd75637b44796777852aadf055e0d98e90c9aaabd1d0684f")
}

// UnpackBadGlassError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadGlass(uint48 duration)
func (capabilities *Capabilities) UnpackBadGlassError(raw []byte) (*CapabilitiesBadGlass, error) {
	out := new(CapabilitiesBadGlass)
	if err := capabilities.abi.UnpackIntoInterface(out, "BadGlass", raw); err != nil {
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

// CapabilitiesNotAnAuthority represents a NotAnAuthority error raised by the Capabilities contract.
type CapabilitiesNotAnAuthority struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnAuthority(address account)
func CapabilitiesNotAnAuthorityErrorID() common.Hash {
	return common.HexToHash("0x634bbac8f2e478dc447de6f03ecc6493735fa31fa361186d0303fb4d21f64f5d")
}

// UnpackNotAnAuthorityError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnAuthority(address account)
func (capabilities *Capabilities) UnpackNotAnAuthorityError(raw []byte) (*CapabilitiesNotAnAuthority, error) {
	out := new(CapabilitiesNotAnAuthority)
	if err := capabilities.abi.UnpackIntoInterface(out, "NotAnAuthority", raw); err != nil {
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
